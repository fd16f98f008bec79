"""What a partnership's own staff look after: its details, agencies, groups, people and calendar."""

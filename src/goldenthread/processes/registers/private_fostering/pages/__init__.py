"""The pages of private fostering beside the generic ones: the year, awareness weeks, quality, one case's assessment."""

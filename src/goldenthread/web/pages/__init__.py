"""Pages for anything declared: lists, records, steps, actions, groups, clocks. A process package writes none of these."""

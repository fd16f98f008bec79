"""Pages for anything declared: lists, records, steps, actions, groups, clocks. No process writes these."""

"""Pages of measures and scorecards."""

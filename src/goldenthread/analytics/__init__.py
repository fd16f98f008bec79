"""What the partnership measures: definitions, observations that are only ever added to, signals and the answers they ask for."""

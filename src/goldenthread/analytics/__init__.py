"""What the partnership measures: definitions, observations only ever added to, signals and the answers they ask."""

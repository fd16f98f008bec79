"""Pages of one-to-ones and of the board's assessment of itself."""

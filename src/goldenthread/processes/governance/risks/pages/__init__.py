"""The pages of risks: writing one down, the register seen whole, and what to make of early warnings."""

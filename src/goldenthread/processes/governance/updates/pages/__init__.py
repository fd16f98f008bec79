"""The pages of the groups' updates."""

"""The pages of a change of law: how it stands, what is ahead, and the forms."""

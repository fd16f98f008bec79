"""The pages of learning."""

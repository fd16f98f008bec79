"""Several agencies' chronologies of one child as one: ordered, with what agrees, what conflicts and what is missing."""

"""Private fostering: what counts as it, what must be looked at, when visits are late, the yearly return."""

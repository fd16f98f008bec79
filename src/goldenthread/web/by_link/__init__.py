"""Pages that are opened by a link, without a password: the way in, the code, and what looks after the links."""

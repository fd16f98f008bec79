"""Links without a password: each opens one thing of one kind, for whoever holds it. See docs/decisions/052."""

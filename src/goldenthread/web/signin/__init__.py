"""Signing in: invitations, second factor, session limits, and drafts that outlive them."""

"""Pages of returns: schedules, who has sent what, one return from both sides, and the door for a link."""

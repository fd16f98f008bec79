"""Pages of meetings that no generic page gives: packs, attendance, the agenda, the forward plan."""

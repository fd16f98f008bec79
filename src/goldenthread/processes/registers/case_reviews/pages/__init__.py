"""Pages of case reviews beside the generic ones."""

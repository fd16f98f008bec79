"""Pages of child death review beside the generic ones."""

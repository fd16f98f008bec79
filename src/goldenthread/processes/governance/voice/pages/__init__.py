"""Pages of the voice ledger and of surveys, beside the generic ones."""

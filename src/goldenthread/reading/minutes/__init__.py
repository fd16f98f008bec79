"""Minutes of a meeting: from a document to what it says."""

"""Search over everything that one may see: what is searched, how, and the page."""

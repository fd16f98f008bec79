"""Child death review: the forms, the analysis, the return and the tables of the yearly report."""

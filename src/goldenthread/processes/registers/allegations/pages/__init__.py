"""Pages of allegations beside the generic ones: a contact is entered; what is counted of a year."""

"""What people outside are asked about a sealed case, and what they notify: their forms, sealed as the case is."""

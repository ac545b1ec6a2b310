"""Cases as data: rules, input, and what has to come out."""

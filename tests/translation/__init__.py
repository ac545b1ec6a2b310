"""The other language: what there is to say, and whether German says all of it."""

"""A package, so that tests may import what they share, and no installed `tests` can stand in the way."""

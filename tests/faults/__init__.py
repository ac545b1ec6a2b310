"""Faults planted in the rulebook and in the code, one at a time: each has to be caught."""

"""Explanations: the reasons of what was recommended, and of what was not."""

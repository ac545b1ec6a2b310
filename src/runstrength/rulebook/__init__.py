"""Rulebooks: what is known, as data that a physiotherapist can read, checked as a whole before it is used."""

from runstrength.rulebook.diagnostics import RulebookError
from runstrength.rulebook.loading import build, load, read_rulebook, shipped_exercises
from runstrength.rulebook.rule import Rulebook

__all__ = ["Rulebook", "RulebookError", "build", "load", "read_rulebook", "shipped_exercises"]

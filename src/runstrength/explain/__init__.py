"""Explanations: the reasons of what was recommended, and of what was not."""

from runstrength.explain.reasons import Reason, Reasons
from runstrength.explain.why import Why
from runstrength.explain.why_not import WhyNot

__all__ = ["Reason", "Reasons", "Why", "WhyNot"]

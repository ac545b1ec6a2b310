"""The words of weeks and plans."""

from __future__ import annotations

from runstrength.language import said

__all__ = ["clock", "group_in_words", "phase_in_words", "run_in_words", "short_day"]


def clock(hours: float) -> str:
    """Give hours after midnight as a time of the day: `18:30`."""
    minutes = min(round(hours * 60), 24 * 60 - 1)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def short_day(day: str) -> str:
    """Give a day as a narrow column has it."""
    return {
        "monday": said("Mon"),
        "tuesday": said("Tue"),
        "wednesday": said("Wed"),
        "thursday": said("Thu"),
        "friday": said("Fri"),
        "saturday": said("Sat"),
        "sunday": said("Sun"),
    }[day]


def run_in_words(run: str) -> str:
    """Give a kind of run."""
    return {"easy": said("easy run"), "hard": said("hard run"), "long": said("long run"), "race": said("race")}[run]


def group_in_words(group: str) -> str:
    """Give a muscle group."""
    return {
        "quadriceps": said("front thighs"),
        "hamstrings": said("hamstrings"),
        "calves": said("calves"),
        "glutes": said("glutes"),
        "hip_flexors": said("hip flexors"),
    }[group]


def phase_in_words(phase: str) -> str:
    """Give a phase of a season; `stopped` is one in which a sign stops training."""
    return {
        "build": said("building"),
        "maintain": said("keeping"),
        "taper": said("taper"),
        "race": said("race"),
        "after": said("after the race"),
        "ease": said("easy week"),
        "stopped": said("stopped"),
    }[phase]

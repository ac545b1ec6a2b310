"""The example that asks everything runs as it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from examples import asking

if TYPE_CHECKING:
    import pytest


def test_every_question_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """Each question of the example has an answer, and the club's own rule fires on its own fact."""
    asking.main()
    shown = capsys.readouterr().out.splitlines()
    assert "Single-leg deadlift" == shown[0]
    assert shown[6].startswith("Depth jump no_equipment ['missing-equipment[depth-jump]'")
    assert "('Bodyweight squat', 'easier')" in shown[7]
    assert re.match(r"\d+ changes without the pain", shown[8])
    assert "['signs', 'conditions', 'pain', 'complaints']" == shown[10]
    assert "replayed: True" == shown[11]
    assert {"depth-jump", "bounding", "box-jump", "plyometric-lunge"} == set(re.findall(r"'([a-z-]+)'", shown[12]))

"""The durable engine gives the right answer whatever durable-rules does to prevent it: a test for each of its hazards.

The numbers are those of durable-rules.md. `growth` may be called by hand with more calls than the test makes.
"""

from __future__ import annotations

import gc
import os
import re
import resource
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from runstrength.engine.durable import DurableEngine
from runstrength.engine.native import NativeEngine
from runstrength.engine.program import compile_rulebook  # noqa: F401
from runstrength.errors import EngineError, EngineUnavailableError
from tests.programs import fires, program, random_codes, random_program, rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstrength.engine.program import Program

try:
    DurableEngine(program([2]))
except EngineUnavailableError as unavailable:
    pytest.skip(str(unavailable), allow_module_level=True)

import durable_rules_engine

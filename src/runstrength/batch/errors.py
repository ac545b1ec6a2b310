"""What ends a run over a file, in words for whoever started it."""

from __future__ import annotations

from runstrength.errors import RunstrengthError

__all__ = ["BatchError", "NotWrittenError"]


class BatchError(RunstrengthError):
    """The input, or the folder that is written to, is not what it has to be; the message says how."""


class NotWrittenError(BatchError):
    """The folder cannot be written to."""

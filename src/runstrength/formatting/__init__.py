"""One way to write a rule file, whoever wrote it: what `runstrength fmt` makes of its text."""

from runstrength.formatting.files import FormattingError, format_text, format_tree

__all__ = ["FormattingError", "format_text", "format_tree"]

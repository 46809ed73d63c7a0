"""Words as people type them, whatever their script: „Müller“, „Олександр“, „Straße“."""

import re

from anyascii import anyascii

WORD = re.compile(r"[a-z0-9]+")


def folded(*texts: str) -> str:
    """Return the words in Latin letters without accents and case, with single spaces."""
    return " ".join(WORD.findall(anyascii(" ".join(texts).casefold()).lower()))

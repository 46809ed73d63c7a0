"""The font of printed documents: its files, and which characters it has no picture for."""

import unicodedata
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

FONT_FAMILY = "Portal Sans"
FONT_FACES = (
    ("FiraSans-Regular.woff2", 400, "normal"),
    ("FiraSans-Italic.woff2", 400, "italic"),
    ("FiraSans-SemiBold.woff2", 600, "normal"),
)
CONTROL_AND_FORMAT = {"Cc", "Cf"}


def unprintable(text: str) -> list[str]:
    """Return the characters that would be printed as an empty box, each once, in their order."""
    return [character for character in dict.fromkeys(text) if not _is_printed(character)]


def font_folder() -> Path:
    return settings.BASE_DIR / "node_modules/@kern-ux/native/dist/fonts/fira-sans"


def _is_printed(character: str) -> bool:
    if character.isspace() or unicodedata.category(character) in CONTROL_AND_FORMAT:
        return True
    if unicodedata.name(character, "").startswith("VARIATION SELECTOR"):
        return True
    # A letter the font lacks is put together from its parts, as ạ from a and the dot below.
    parts = unicodedata.normalize("NFD", character)
    return ord(character) in _glyphs() or all(ord(part) in _glyphs() for part in parts)


@cache
def _glyphs() -> frozenset[int]:
    """Return the characters that all faces have, whichever a text is set in."""
    return frozenset.intersection(*(_glyphs_of(name) for name, _, _ in FONT_FACES))


def _glyphs_of(name: str) -> frozenset[int]:
    with TTFont(font_folder() / name, lazy=True) as font:
        return frozenset(font.getBestCmap())

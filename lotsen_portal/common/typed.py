"""What people type: German numbers, pasted texts, and what is refused of both."""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError

# What nobody sees: control characters, and those that turn the text behind them round. Marks of
# direction and joiners stay (U+200C to U+200F): Persian and Arabic are not right without them.
INVISIBLE = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
PASTED_BREAKS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
BREAKS_IN_A_LINE = re.compile(r"[\t\r\n]+")
GERMAN_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d*)?")
PLAIN_NUMBER = re.compile(r"[+-]?\d+\.\d+")
WHOLE_NUMBER = re.compile(r"[+-]?\d{1,15}")
# int() also takes 1_000, 12.0 and other scripts' digits; this lets the field refuse them.
NOT_A_NUMBER = "?"
NOT_VISIBLE = (
    "Ein unsichtbares Zeichen lässt sich nicht speichern. Bitte tippen Sie den Text neu ein."
)


def plain_text(typed: str) -> str:
    """Read the breaks that word processors leave behind as spaces."""
    return PASTED_BREAKS.sub(" ", typed)


def plain_line(typed: str) -> str:
    """Read a text that was pasted into a field of one line."""
    return BREAKS_IN_A_LINE.sub(" ", plain_text(typed))


def plain_decimal(typed: str) -> str:
    """Read `1.234,50`, `1234,50` and `1234.50` alike."""
    text = typed.replace("€", "").replace("\N{NO-BREAK SPACE}", " ").strip()
    if not text.isascii() or "_" in text:
        return NOT_A_NUMBER
    if GERMAN_NUMBER.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    return text if not text or PLAIN_NUMBER.fullmatch(text) else NOT_A_NUMBER


def plain_integer(typed: str) -> str:
    """Read `1.234` and `1234`; refuse what is not made of digits."""
    text = typed.strip()
    if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", text):
        text = text.replace(".", "")
    if not text or (text.isascii() and WHOLE_NUMBER.fullmatch(text)):
        return text
    return NOT_A_NUMBER


def is_visible(text: Any) -> None:
    """Refuse what would stand in a text unseen, or show what follows it in another order."""
    # Of a null character the field speaks itself.
    if isinstance(text, str) and "\0" not in text and INVISIBLE.search(text):
        raise ValidationError(NOT_VISIBLE)


def is_sensible_date(value: datetime.date) -> None:
    """Refuse years that are slips of the finger (0026, 20226)."""
    if not 1900 <= value.year <= 2100:
        raise ValidationError("Bitte geben Sie ein Jahr zwischen 1900 und 2100 ein.")

"""Reads mail and telephone: the best one is kept as it is, every other in the note."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lotsen_portal.common.phones import HOME, e164
from lotsen_portal.common.searching import folded
from volunteers.importing.draft import Draft, Knowledge
from volunteers.importing.words import NO_MAIL

AT = re.compile(r"\s*(?:\(at\)|\[at\]|\bat\b)\s*", re.IGNORECASE)
SEPARATED = re.compile(r"\s*[;,/|\n]\s*|\s+(?:oder|od\.|und|u\.)\s+")
NUMBERS = re.compile(r"\s*[;,\n]\s*|\s+(?:oder|od\.|und|u\.|\|)\s+|\s/\s(?=[+0])")
LONGEST_PHONE = 50


def email(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    if NO_MAIL.match(folded(cell)):
        return
    parts = [word for part in SEPARATED.split(cell) if part for word in _single(part)]
    found = next((part for part in parts if _address(part)), "")
    if not found:
        draft.keep("email", column, cell, "Das ist keine E-Mail-Adresse.")
        return
    address = _address(found)
    if "@" not in found:
        draft.remark("at", column, cell, f"Als „{address}“ gelesen.")
    others = [part for part in parts if part != found]
    if (had := draft.values.setdefault("email", address)) != address:
        others.insert(0, address)
    others = [part for part in others if _address(part) != had]
    if others:
        draft.keep("more", column, ", ".join(others), "Das Portal führt eine E-Mail-Adresse.")


def _single(part: str) -> list[str]:
    return part.split() if part.count("@") > 1 else [part]


def _address(text: str) -> str:
    """Return the address that the text is, also as „Ada <ada@example.org>“; nothing if none."""
    address = text.rpartition("<")[2].strip("<> ").removeprefix("mailto:").lower()
    if "@" not in address:
        address = AT.sub("@", address)
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def phone(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Keep the first number that is complete; one that was kept before makes way for it."""
    had = draft.values.get("phone", "")
    told = _numbers(cell)
    numbers = [number for number in told if e164(number) and len(number) <= LONGEST_PHONE]
    if not numbers:
        draft.keep("phone", column, cell, "Das ist keine Telefonnummer, die man wählen kann.")
        return
    numbers = [had, *numbers] if had else numbers
    best = next(filter(_is_complete, numbers), numbers[0])
    draft.values["phone"] = best
    if best != had:
        _doubt(best, cell, column, draft)
    others = [part for part in dict.fromkeys([had, *told]) if part and e164(part) != e164(best)]
    if others:
        # The one that makes way stood in another column.
        column = "Telefon" if had in others else column
        draft.keep("more", column, ", ".join(others), "Das Portal führt eine Telefonnummer.")


def _numbers(cell: str) -> list[str]:
    """Return the numbers of the cell, or the cell where it is one number for all its signs."""
    parts = [" ".join(part.split()) for part in NUMBERS.split(cell) if part]
    whole = " ".join(cell.split())
    return parts if all(map(e164, parts)) or not _is_complete(whole) else [whole]


def _is_complete(number: str) -> bool:
    dialled = e164(number)
    return bool(dialled) and phonenumbers.is_valid_number(phonenumbers.parse(dialled, HOME))


def _doubt(number: str, cell: str, column: str, draft: Draft) -> None:
    if not _is_complete(number):
        draft.remark("phone", column, cell, "Die Nummer ist vielleicht nicht vollständig.")
    elif number.lstrip("( ")[0] not in "+0":
        draft.remark("phone", column, cell, "Am Anfang fehlt vielleicht die Null.")

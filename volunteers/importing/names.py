"""Reads names, and what people write around them: „Frau Dr.“, a number in brackets."""

import re

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded
from volunteers.importing.contacts import phone
from volunteers.importing.draft import Draft, Knowledge
from volunteers.importing.words import NOBLE, PARTICLES, SALUTED, TITLES

NOT_IN_NAMES = re.compile(r"[<>{}\[\]=@#*\\|\d_]")
TWO_PEOPLE = re.compile(r"\s(?:und|u\.|&|\+)\s|/")
VON_UND_ZU = re.compile(r"\bvon und zu\b", re.IGNORECASE)
FAMILY_FIRST = re.compile(r"(nach|familien|zu)?name (und )?vorname")
NUMBERED = re.compile(
    r"[\s,(]{0,3}(?:(?:handy|mobil|tel|fon)\w{0,8}[.:\s]{0,3})?([+0]\d[\d\s/.-]{5,20}\d)\)?",
    re.IGNORECASE,
)


def name(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Read „Name, Vorname“; without a comma the last word is the family name."""
    cell = _without_number(cell, column, draft, known)
    last, comma, first = (part.strip() for part in cell.partition(","))
    if not comma:
        last, first = _split(_without_titles(cell, column, draft), column)
        draft.remark("name", column, cell, f"Ohne Komma: Nachname „{last}“, Vorname „{first}“.")
    last_name(last, column, draft, known)
    first_name(first, column, draft, known)
    if TWO_PEOPLE.search(VON_UND_ZU.sub("", cell)):
        draft.remark("two", column, cell, "Das sind vielleicht zwei Personen.")


def last_name(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    _name_part("last_name", cell, column, draft)
    if (words := cell.split()) and len(words) > 1 and words[-1].lower() in PARTICLES:
        draft.remark("name", column, cell, "Der Namenszusatz steht hinten; so ist er übernommen.")


def first_name(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    _name_part("first_name", cell, column, draft)


def _split(cell: str, column: str) -> tuple[str, str]:
    """Return family and first name of „Rolf von und zu Traun“, in the order of the heading."""
    words = cell.split()
    if len(words) == 2 and FAMILY_FIRST.match(folded(column)):
        return words[0], words[1]
    cut = len(words) - 1
    while cut > 1 and (words[cut - 1].lower() in PARTICLES | NOBLE or _is_inside(words, cut - 1)):
        cut -= 1
    return " ".join(words[cut:]), " ".join(words[:cut])


def _is_inside(words: list[str], place: int) -> bool:
    """Say whether it is the „und“ of „von und zu“."""
    return bool(VON_UND_ZU.fullmatch(" ".join(words[place - 1 : place + 2])))


def _without_number(cell: str, column: str, draft: Draft, known: Knowledge) -> str:
    found = NUMBERED.search(cell)
    if not found or not e164(found[1]):
        return cell
    phone(found[1], column, draft, known)
    return f"{cell[: found.start()]} {cell[found.end() :]}".strip()


def _without_titles(text: str, column: str, draft: Draft) -> str:
    """Return the name without what stands before it, that goes where the portal keeps it."""
    words, titles = text.split(), []
    while len(words) > 1:
        if salutation := SALUTED.get(words[0].rstrip(".").lower()):
            draft.values.setdefault("salutation", salutation)
        elif _is_title(words[0]):
            titles.append(words[0])
        else:
            break
        words.pop(0)
    if titles:
        draft.remark("name", column, text, f"„{' '.join(titles)}“ steht in der Notiz.")
        draft.notes.append(f"Titel: {' '.join(titles)}")
    return " ".join(words)


def _is_title(word: str) -> bool:
    """Say whether it is a title; what may be a name needs its full stop."""
    plain = folded(word)
    return plain in {"dr", "prof", "professor"} or (
        word.endswith(".") and set(plain.split()) <= TITLES
    )


def _name_part(field: str, cell: str, column: str, draft: Draft) -> None:
    text = _without_titles(cell, column, draft)
    if NOT_IN_NAMES.search(text):
        draft.remark("name", column, cell, "Im Namen stehen ungewöhnliche Zeichen.")
    if len(text) > 100:
        draft.keep("long", column, cell, "Der Name ist zu lang und gekürzt.")
    draft.values[field] = text[:100]

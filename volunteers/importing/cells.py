"""Reads cells of each kind into a draft; what cannot be read is kept and said."""

import re
from collections.abc import Callable

from lotsen_portal.common.searching import folded
from volunteers.importing.dates import Day, read_day
from volunteers.importing.draft import Draft, Knowledge
from volunteers.importing.words import (
    NO_CIRCLE,
    NOTHING,
    SAID_OF_SEEN,
    SALUTATIONS,
    STATUS_WORDS,
    first_fitting,
)

UNTIL = re.compile(r"^bis (?:zum )?", re.IGNORECASE)
POSTCODE_PLACE = re.compile(r"(?:D[-\s]*)?(\d{5})\s*(.*)|(.*?)[\s,]+(?:D[-\s]*)?(\d{5})", re.DOTALL)


def salutation(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    if found := first_fitting(SALUTATIONS, folded(cell)):
        draft.values["salutation"] = found
    else:
        draft.keep("salutation", column, cell, "Diese Anrede kennt das Portal nicht.")


def street(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    _short("street", cell, column, draft, longest=150)


def postcode_place(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    parts = POSTCODE_PLACE.fullmatch(cell.strip())
    code, town = (parts[1] or parts[4], parts[2] or parts[3] or "") if parts else ("", cell)
    if code:
        draft.values["postcode"] = code
    else:
        draft.remark("postcode", column, cell, "Ohne Postleitzahl aus fünf Ziffern.")
    if town.strip(" ,"):
        place(town.strip(" ,"), column, draft, known)


def postcode(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    code = re.sub(r"^D[-\s]*|\s", "", cell)
    # Office programs take a postcode for a number.
    if re.fullmatch(r"\d{5}", code):
        draft.values["postcode"] = code
    else:
        draft.keep("postcode", column, cell, "Eine Postleitzahl hat fünf Ziffern.")


def place(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    _short("place", cell, column, draft, longest=100)


def _short(field: str, cell: str, column: str, draft: Draft, *, longest: int) -> None:
    text = " ".join(cell.split())
    if len(text) > longest:
        draft.keep("long", column, cell, "Das ist zu lang und gekürzt.")
    draft.values[field] = text[:longest]


def circle(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    if NO_CIRCLE.match(folded(cell)):
        draft.values["circle"] = ""
    else:
        text = " ".join(cell.split())[:150]
        draft.values["circle"] = known.circles.get(folded(text), text)


def status(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    if found := first_fitting(STATUS_WORDS, folded(cell)):
        draft.values["status"] = found
    else:
        draft.keep(
            "status", column, cell, "Diesen Status kennt das Portal nicht; eingetragen ist „aktiv“."
        )


# Days


def joined_on(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    if day := _past(cell, column, draft, known):
        draft.values["joined_on"] = day.on.isoformat()
        _say_how_much(day, cell, column, draft)
    elif "joined_on" not in draft.values and not _has(draft, column):
        draft.keep("no_day", column, cell, "Unbekannt; eingetragen wird der Tag der Übernahme.")


def left_on(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Read when somebody left; a year alone means its end."""
    if not (day := _past(UNTIL.sub("", cell), column, draft, known)):
        if not _has(draft, column):
            draft.keep(
                "no_day", column, cell, "Das ist kein Tag; die Person gilt nicht als ausgeschieden."
            )
        return
    on = day.on
    if day.known in {"year", "some year"}:
        on = min(on.replace(month=12, day=31), known.today)
    draft.values["left_on"] = on.isoformat()
    _say_how_much(day, cell, column, draft)


def _past(cell: str, column: str, draft: Draft, known: Knowledge) -> Day | None:
    day = read_day(cell)
    if day and day.on > known.today:
        draft.keep("future", column, cell, "Der Tag liegt in der Zukunft; er ist nicht übernommen.")
        return None
    if day and day.on.year < 1950:
        return None
    return day


def _say_how_much(day: Day, cell: str, column: str, draft: Draft) -> None:
    if day.known == "month":
        draft.remark("month", column, cell, f"Nur der Monat ist bekannt: {day.on:%m/%Y}.")
    elif day.known == "year":
        draft.remark("year", column, cell, f"Nur das Jahr ist bekannt: {day.on.year}.")
    elif day.known == "some year":
        draft.keep("some_year", column, cell, f"Gelesen ist das Jahr {day.on.year}.")


def _has(draft: Draft, column: str) -> bool:
    return any(remark["column"] == column for remark in draft.remarks)


def clearance(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Take over a day on which a Führungszeugnis was seen, to the day; less is no proof of it.

    Words around it may say nothing but that: „beantragt am“ and „gültig bis“ are other days. What
    else stands there is shown beside the row and not kept in the note, which outlives every
    period of § 30a Abs. 3 BZRG.
    """
    words = [word for word in cell.split() if folded(word) not in SAID_OF_SEEN]
    day = read_day(" ".join(words).strip(" ,;:()"))
    if day and day.known == "day" and day.on <= known.today:
        draft.values["seen_on"] = day.on.isoformat()
        return
    draft.remark(
        "clearance",
        column,
        cell,
        "Kein Tag, an dem es gesehen wurde: nicht eingetragen, auch nicht in der Notiz.",
    )


def birth_year(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Keep the year alone: more of a birthday is not needed, also not in the note."""
    day = read_day(cell)
    year = day.on.year if day else 0
    if year > known.today.year and not re.search(r"\d{4}", cell):
        # „3.5.48“; whoever helps was born before today.
        year -= 100
    if 1900 <= year <= known.today.year:
        draft.values["birth_year"] = year
    else:
        draft.remark(
            "birth_year", column, cell, "Das ist kein Geburtsjahr; auch nicht in der Notiz."
        )


# The rest


def note(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    draft.notes.append(f"{column}: {cell}")


def remark(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    draft.notes.insert(0, cell)


def says_nothing(cell: str) -> bool:
    return cell.strip().lower() in NOTHING


Reader = Callable[[str, str, Draft, Knowledge], None]

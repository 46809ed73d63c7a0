"""Words for what was read, as the page shows it before anything is taken over."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import CharField, Count, F, Func, Q, Value

from lotsen_portal.common.searching import folded
from volunteers.importing import alike
from volunteers.models import (
    EngagementField,
    HelperCircle,
    ImportRow,
    Language,
    LanguageSkill,
    Volunteer,
)

# What a remark is about, the most serious first.
REMARKS = {
    "name": "Name unklar",
    "two": "vielleicht zwei Personen",
    "email": "E-Mail nicht lesbar",
    "at": "„at“ als @ gelesen",
    "phone": "Telefonnummer unklar",
    "more": "zweite Nummer oder Adresse",
    "postcode": "Postleitzahl unklar",
    "language": "Sprache unbekannt",
    "level": "Niveau nach Worten geschätzt",
    "field": "Einsatzbereich unbekannt",
    "clearance": "Führungszeugnis ohne Tag",
    "no_day": "Tag unbekannt",
    "future": "Tag in der Zukunft",
    "some_year": "Jahr aus einem Text gelesen",
    "year": "nur das Jahr bekannt",
    "month": "nur der Monat bekannt",
    "birth_year": "Geburtsjahr unklar",
    "status": "Status unbekannt",
    "salutation": "Anrede unbekannt",
    "long": "gekürzt",
}
DAYS = {"joined_on": "dabei seit", "left_on": "ausgeschieden", "seen_on": "Führungszeugnis"}


def counts_of(rows: Any) -> dict[str, int]:
    """Count people, remarks of each kind, and what is decided, by one query."""
    person = Q(kind=ImportRow.Kind.PERSON)
    wanted = {
        "people": person,
        "remarks": Q(is_objectionable=True),
        "doubles": person & ~Q(alike=[]),
        "left": person & Q(decision=ImportRow.Decision.NEW, values__status=Volunteer.Status.LEFT),
        "clearances": person & Q(values__has_key="seen_on"),
        **{value: person & Q(decision=value) for value in ImportRow.Decision.values},
        "sections": Q(kind=ImportRow.Kind.SECTION),
        "totals": Q(kind=ImportRow.Kind.TOTAL),
        **{f"remark_{code}": Q(remarks__contains=[{"code": code}]) for code in REMARKS},
    }
    counts: dict[str, int] = rows.aggregate(
        **{f"n_{name}": Count("pk", filter=condition) for name, condition in wanted.items()}
    )
    return {name.removeprefix("n_"): count for name, count in counts.items()}


def remark_choices(counts: dict[str, int]) -> list[tuple[str, str]]:
    return [
        (code, f"{label} ({count})")
        for code, label in REMARKS.items()
        if (count := counts[f"remark_{code}"])
    ]


def tell(rows: Sequence[ImportRow]) -> None:
    """Put on each row what is known of the person, as pairs of label and text."""
    languages = dict(Language.objects.values_list("tag", "name"))
    fields = dict(EngagementField.objects.values_list("key", "name"))
    levels = dict(LanguageSkill.Level.choices)
    statuses = dict(Volunteer.Status.choices)
    alike.tell(rows)
    for row in rows:
        values = row.values
        spoken = [
            f"{languages.get(tag, tag)} {levels.get(level, '')}".strip()
            for tag, level in values.get("languages", [])
        ]
        place = f"{values.get('postcode', '')} {values.get('place', '')}".strip()
        told = [
            # What everybody knows by its look needs no word.
            ("", _joined(" · ", values.get("email"), values.get("phone"))),
            ("", _joined(", ", values.get("street"), place)),
            ("Geburtsjahr", values.get("birth_year")),
            ("Sprachen", ", ".join(spoken)),
            ("Hilft bei", ", ".join(fields.get(key, key) for key in values.get("fields", []))),
            ("Helferkreis", values.get("circle")),
            *((label, _day(values.get(name))) for name, label in DAYS.items()),
            ("Status", statuses.get(values.get("status", ""))),
            ("Notiz", values.get("note")),
        ]
        row.told = [(label, text) for label, text in told if text]


def _joined(between: str, *texts: str | None) -> str:
    return between.join(filter(None, texts))


def _day(text: str | None) -> str:
    return f"{dt.date.fromisoformat(text):%d.%m.%Y}" if text else ""


def outcomes_of(rows: Any) -> list[tuple[str, int]]:
    """Count what became of the rows, by the first words of what is said of each."""
    parts = F("outcome"), Value(":"), Value(1)
    first_words = Func(*parts, function="split_part", output_field=CharField())
    found = rows.exclude(outcome="").order_by().annotate(became=first_words)
    counted = found.values_list("became").annotate(n=Count("pk"))
    return sorted(counted, key=lambda pair: -pair[1])


def new_circles_of(rows: Any) -> list[str]:
    """Return the Helferkreise that taking over will found."""
    taken = rows.filter(decision__in=[ImportRow.Decision.NEW, ImportRow.Decision.MERGE])
    names = set(taken.values_list("values__circle", flat=True)) - {None, ""}
    known = {folded(name) for name in HelperCircle.objects.values_list("name", flat=True)}
    return sorted(name for name in names if folded(name) not in known)

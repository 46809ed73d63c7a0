"""Who a row might be: another row of the file, or a person of the registry, with reasons."""

from collections.abc import Mapping, Sequence
from typing import Any

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded
from volunteers.matching.alike import Crowd, Face, compared, faces, sorted_name
from volunteers.models import ImportRow, Volunteer
from volunteers.models.imports import key_of

SHOWN = 5
REACHED = ("email", "phone", "place")


def crowd_of_kreis() -> Crowd:
    """Return all of the registry, to be joined by the rows of the file."""
    crowd = Crowd()
    for known in faces():
        crowd.meet(known)
    return crowd


def find(rows: Sequence[ImportRow], crowd: Crowd) -> None:
    """Note on each row who it is like, the likeliest first; such a row waits for a decision."""
    for row in rows:
        if row.kind != ImportRow.Kind.PERSON or row.decision == ImportRow.Decision.SKIP:
            continue
        face = _face(row)
        matches = [match for other in crowd.near(face) if (match := compared(face, other))]
        found = sorted(matches, key=lambda match: -match["score"])
        row.alike = found[:SHOWN]
        if found:
            row.decision = ImportRow.Decision.OPEN
        crowd.meet(face)


def tell(rows: Sequence[ImportRow]) -> None:
    """Put beside each likeness how the other is reached, by two queries for all rows."""
    matches = [match for row in rows for match in row.alike]
    people = Volunteer.objects.filter(
        pk__in={match["volunteer"] for match in matches if "volunteer" in match}
    )
    others = ImportRow.objects.filter(
        run__in={row.run_id for row in rows},
        number__in={match["row"] for match in matches if "row" in match},
    )
    known = {f"person-{person['pk']}": person for person in people.values("pk", *REACHED)}
    known |= {f"row-{number}": values for number, values in others.values_list("number", "values")}
    for row in rows:
        row.alike = [match | {"told": _told(known.get(key_of(match), {}))} for match in row.alike]


def _told(known: Mapping[str, Any]) -> str:
    return " · ".join(filter(None, (known.get(name) for name in REACHED)))


def _face(row: ImportRow) -> Face:
    values = row.values
    first, last = values.get("first_name", ""), values.get("last_name", "")
    return Face(
        ref={"row": row.number},
        label=f"Zeile {row.number}: {last}, {first}",
        name=sorted_name(first, last),
        email=values.get("email", ""),
        phone=e164(values.get("phone", "")),
        birth_year=values.get("birth_year"),
        place=folded(values.get("place", "")),
    )

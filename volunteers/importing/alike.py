"""Who a row might be: another row of the file, or a person of the registry, with reasons."""

from collections.abc import Sequence

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded
from volunteers.matching.alike import Crowd, Face, compared, faces, sorted_name
from volunteers.models import ImportRow

SHOWN = 5


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

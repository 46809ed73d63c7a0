"""Who a row might be: another row of the file, or a person of the registry, with reasons.

Rows are compared with those alone that share mail, telephone or the beginning of a name. Nobody is
merged by it: it proposes, a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded, smoothed
from volunteers.models import ImportRow, Volunteer

SHOWN = 5
SAME, CLOSE, RELATED = 100, 88, 70


@dataclass(frozen=True)
class Face:
    """What somebody is compared by; `ref` names the row or the person."""

    ref: dict[str, Any]
    label: str
    name: str
    email: str
    phone: str
    birth_year: int | None
    place: str

    @classmethod
    def of_row(cls, row: ImportRow) -> "Face":
        values = row.values
        first, last = values.get("first_name", ""), values.get("last_name", "")
        return cls(
            ref={"row": row.number},
            label=f"Zeile {row.number}: {last}, {first}",
            name=_sorted(first, last),
            email=values.get("email", ""),
            phone=e164(values.get("phone", "")),
            birth_year=values.get("birth_year"),
            place=folded(values.get("place", "")),
        )

    @classmethod
    def of_person(cls, person: dict[str, Any]) -> "Face":
        return cls(
            ref={"volunteer": person["pk"]},
            label=f"{person['last_name']}, {person['first_name']}",
            name=_sorted(person["first_name"], person["last_name"]),
            email=person["email"],
            phone=person["phone_number"],
            birth_year=person["birth_year"],
            place=folded(person["place"]),
        )

    def contacts(self) -> list[str]:
        """Return what nobody else should have: mail and telephone."""
        return [contact for contact in (self.email, self.phone) if contact]

    def beginnings(self) -> set[str]:
        """Return what two names that are alike both have."""
        return {word[:3] for word in self.name.split()}


def _sorted(*names: str) -> str:
    """Return the words of a name in one order, Mueller as Müller."""
    return " ".join(sorted(map(smoothed, folded(*names).split())))


class Crowd:
    """Everybody met so far, found again by mail, by telephone, by a name that is alike."""

    def __init__(self) -> None:
        self.by_contact: dict[str, list[Face]] = defaultdict(list)
        self.by_beginning: dict[str, list[Face]] = defaultdict(list)
        self.names: dict[str, list[str]] = defaultdict(list)

    def meet(self, face: Face) -> None:
        for contact in face.contacts():
            self.by_contact[contact].append(face)
        for beginning in face.beginnings():
            self.by_beginning[beginning].append(face)
            self.names[beginning].append(face.name)

    def near(self, face: Face) -> list[Face]:
        found = {id(other): other for key in face.contacts() for other in self.by_contact[key]}
        for key in face.beginnings():
            hits = process.extract(
                face.name, self.names[key], scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None
            )
            faces = self.by_beginning[key]
            found |= {id(faces[index]): faces[index] for _, _, index in hits}
        return list(found.values())


def find(rows: Sequence[ImportRow]) -> None:
    """Note on each row who it is like, the likeliest first; such a row waits for a decision."""
    crowd = Crowd()
    for person in _people():
        crowd.meet(Face.of_person(person))
    for row in rows:
        if row.kind != ImportRow.Kind.PERSON or row.decision == ImportRow.Decision.SKIP:
            continue
        face = Face.of_row(row)
        matches = [match for other in crowd.near(face) if (match := _compared(face, other))]
        found = sorted(matches, key=lambda match: -match["score"])
        row.alike = found[:SHOWN]
        if found:
            row.decision = ImportRow.Decision.OPEN
        crowd.meet(face)


def _people() -> Iterable[dict[str, Any]]:
    names = "pk first_name last_name email phone_number birth_year place"
    return Volunteer.objects.values(*names.split()).order_by("pk")


def _compared(one: Face, other: Face) -> dict[str, Any] | None:
    """Return the other with score and reasons; None where nothing speaks for one person.

    One telephone and two first names is a couple; one name and two birth years are two people.
    """
    mail = bool(one.email) and one.email == other.email
    phone = bool(one.phone) and one.phone == other.phone
    name = fuzz.ratio(one.name, other.name, score_cutoff=RELATED)
    if one.birth_year and other.birth_year and one.birth_year != other.birth_year and not mail:
        return None
    year = bool(one.birth_year) and one.birth_year == other.birth_year
    place = bool(one.place) and one.place == other.place
    backed = mail or phone or year
    if not (name == SAME or mail or (name >= CLOSE and (backed or place)) or (phone and name)):
        return None
    reasons = [
        (name == SAME, "gleicher Name"),
        (CLOSE <= name < SAME, "ähnlicher Name"),
        (mail, "gleiche E-Mail"),
        (phone, "gleiche Telefonnummer"),
        (year, "gleiches Geburtsjahr"),
        (place, "gleicher Ort"),
    ]
    score = name + 40 * mail + 30 * phone + 20 * year + 5 * place
    told = [text for holds, text in reasons if holds]
    return {**other.ref, "label": other.label, "reasons": told, "score": round(score)}

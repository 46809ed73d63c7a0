"""Who might be the same person, with reasons: by mail, telephone, a name that is alike.

Compared are those alone that share mail, telephone or the beginning of a name. Nobody is merged by
it: it proposes, a person decides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded, smoothed
from volunteers.models import Distinct, Volunteer

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
    def of_person(cls, person: dict[str, Any]) -> "Face":
        return cls(
            ref={"volunteer": person["pk"]},
            label=f"{person['last_name']}, {person['first_name']}",
            name=sorted_name(person["first_name"], person["last_name"]),
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


def sorted_name(*names: str) -> str:
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


def faces() -> Iterable[Face]:
    """Return everybody of the registry, the older entries first."""
    names = "pk first_name last_name email phone_number birth_year place"
    return map(Face.of_person, Volunteer.objects.values(*names.split()).order_by("pk"))


def compared(one: Face, other: Face) -> dict[str, Any] | None:
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


def like(person: Volunteer) -> list[dict[str, Any]]:
    """Return whom of the registry somebody may be who is not in it yet, the likeliest first."""
    face = Face(
        ref={},
        label=person.listed_name,
        name=sorted_name(person.first_name, person.last_name),
        email=person.email,
        phone=e164(person.phone),
        birth_year=person.birth_year,
        place=folded(person.place),
    )
    matches = [match for other in faces() if (match := compared(face, other))]
    return sorted(matches, key=lambda match: -match["score"])


@dataclass(frozen=True)
class Pair:
    """Two people of the registry who may be one, the older entry first."""

    one: Face
    other: Face
    reasons: list[str]
    score: int


def pairs() -> list[Pair]:
    """Return who in the registry may be there twice, the likeliest first.

    Who was told apart by the Lotsin is not proposed again.
    """
    apart = set(Distinct.objects.values_list("one_id", "other_id"))
    crowd, found = Crowd(), []
    for face in faces():
        for other in crowd.near(face):
            known = (other.ref["volunteer"], face.ref["volunteer"])
            if known not in apart and (match := compared(face, other)):
                found.append(Pair(other, face, match["reasons"], match["score"]))
        crowd.meet(face)
    return sorted(found, key=lambda pair: (-pair.score, pair.one.label, pair.other.label))

"""Takes rows over into the registry: new people many at once, known ones filled up one by one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.common.searching import folded
from lotsen_portal.tenancy.models import Municipality
from volunteers.importing import linking, merging
from volunteers.models import (
    EngagementField,
    HelperCircle,
    ImportRow,
    Language,
    RegistryRules,
    StatusChange,
    Volunteer,
)
from volunteers.models.volunteer import LONGEST_NOTE

Decision, Status = ImportRow.Decision, Volunteer.Status
TEXTS = "salutation first_name last_name email phone street postcode place note".split()
NOT_TAKEN = "nicht übernommen"
TAKEN_ADDRESS = "die E-Mail steht schon bei einer anderen Person und ist in der Notiz"


@dataclass
class Registry:
    """The rows of the Kreis that values name, by their names."""

    languages: dict[str, int]
    fields: dict[str, int]
    municipalities: dict[str, int]
    circles: dict[str, int]
    clearance_years: int
    new_circles: list[int] = field(default_factory=list)

    @classmethod
    def of_kreis(cls) -> "Registry":
        rules = RegistryRules.objects.first() or RegistryRules()
        circles = HelperCircle.objects.values_list("name", "pk")
        return cls(
            languages=dict(Language.objects.values_list("tag", "pk")),
            fields=dict(EngagementField.objects.values_list("key", "pk")),
            municipalities=dict(Municipality.objects.values_list("name", "pk")),
            circles={folded(name): pk for name, pk in circles},
            clearance_years=rules.clearance_years,
        )

    def circle(self, name: str, row: ImportRow, *, since: dt.date) -> int:
        """Return the Helferkreis of that name; found one where there is none, as undoing knows."""
        key = folded(name)
        if key not in self.circles:
            circle = HelperCircle.objects.create(name=name, founded_on=since)
            self.circles[key] = circle.pk
            row.undo.setdefault("circles", []).append(circle.pk)
        return self.circles[key]


def take_over(rows: Sequence[ImportRow], known: Registry, *, by: Any) -> None:
    """Do with each row what was decided, in one transaction, and say on it what became of it."""
    today = timezone.localdate()
    for row in rows:
        if row.decision not in {Decision.NEW, Decision.MERGE}:
            row.outcome = NOT_TAKEN
    _add([row for row in rows if row.decision == Decision.NEW], known, today=today, by=by)
    # What the slice has done so far is not stored yet.
    here = {row.number: row for row in rows}
    for row in rows:
        if row.decision == Decision.MERGE:
            merging.fill_up(row, _met(row, here), known, today=today, by=by)
    ImportRow.keep_outcomes(rows)


def _met(row: ImportRow, here: Mapping[int, ImportRow]) -> Volunteer | None:
    """Return the person whom the row is merged with, also one that an earlier row has become."""
    match = row.alike[0]
    pk = match.get("volunteer")
    if pk is None:
        earlier = here.get(match["row"])
        if earlier is None:
            earlier = ImportRow.objects.filter(run=row.run_id, number=match["row"]).first()
        pk = earlier and earlier.volunteer_id
    return Volunteer.objects.select_for_update().filter(pk=pk).first() if pk else None


def _add(rows: Sequence[ImportRow], known: Registry, *, today: dt.date, by: Any) -> None:
    taken = _taken_addresses(rows)
    people = []
    for row in rows:
        person = _person(row.values, known, today=today)
        row.outcome = "neu aufgenommen"
        if person.email and person.email in taken:
            row.outcome += f": {TAKEN_ADDRESS}"
            person.note = f"E-Mail: {person.email}\n{person.note}"[:LONGEST_NOTE].strip()
            person.email = ""
        taken.add(person.email)
        person.derive()
        people.append(person)
    Volunteer.objects.bulk_create(people)
    linked: list[Model] = []
    for row, person in zip(rows, people, strict=True):
        row.volunteer = person
        linked += _history(person)
        added = linking.links(person, row, known, since=person.joined_on)
        row.undo |= {
            "version": person.version,
            "linked": linking.counted([*_history(person), *added]),
        }
        linked += added
    linking.store(linked)
    trail.record_all("volunteer.imported", people, by=by)


def _taken_addresses(rows: Sequence[ImportRow]) -> set[str]:
    addresses = {row.values.get("email", "") for row in rows} - {""}
    return set(Volunteer.objects.filter(email__in=addresses).values_list("email", flat=True))


def _person(values: dict[str, Any], known: Registry, *, today: dt.date) -> Volunteer:
    joined_on = day_of(values, "joined_on") or day_of(values, "left_on") or today
    status = values.get("status") or Status.ACTIVE
    return Volunteer(
        **{name: values.get(name, "") for name in TEXTS},
        birth_year=values.get("birth_year"),
        municipality_id=known.municipalities.get(values.get("municipality", "")),
        joined_on=joined_on,
        status=status,
        left_on=(day_of(values, "left_on") or today) if status == Status.LEFT else None,
    )


def _history(person: Volunteer) -> list[Model]:
    """Return since when somebody has a status; who left was active before."""
    first = Status.ACTIVE if person.status == Status.LEFT else person.status
    changes: list[Model] = [StatusChange(volunteer=person, status=first, on=person.joined_on)]
    if person.left_on:
        changes.append(StatusChange(volunteer=person, status=Status.LEFT, on=person.left_on))
    return changes


def day_of(values: dict[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(values[name]) if values.get(name) else None

"""What hangs on a person that a row tells of: languages, fields, Helferkreis, Führungszeugnis."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from volunteers.models import (
    CircleMembership,
    Clearance,
    Engagement,
    ImportRow,
    LanguageSkill,
    Volunteer,
)

if TYPE_CHECKING:
    from volunteers.importing.writing import Registry

SEEN_BY = "laut übernommener Liste"


def links(person: Volunteer, row: ImportRow, known: "Registry", *, since: dt.date) -> list[Model]:
    """Return the rows that a new person gets, unsaved; they end when the person left."""
    values = row.values
    dates = {"starts_on": since, "ends_on": person.left_on}
    found: list[Model] = [
        LanguageSkill(volunteer=person, language_id=known.languages[tag], level=level, **dates)
        for tag, level in values.get("languages", [])
        if tag in known.languages
    ]
    found += [
        Engagement(volunteer=person, field_id=known.fields[key], **dates)
        for key in values.get("fields", [])
        if key in known.fields
    ]
    if name := values.get("circle"):
        circle_id = known.circle(name, row, since=since)
        found.append(CircleMembership(volunteer=person, circle_id=circle_id, **dates))
    if seen := clearance(person, values, known):
        found.append(seen)
    return found


def clearance(person: Volunteer, values: dict[str, Any], known: "Registry") -> Clearance | None:
    """Return that a Führungszeugnis was seen, to be shown again after the years of the Kreis."""
    if not values.get("seen_on"):
        return None
    seen_on = dt.date.fromisoformat(values["seen_on"])
    year = seen_on.year + known.clearance_years
    # The 29 February is followed by the 28th.
    due = seen_on.replace(year=year, day=min(seen_on.day, 28 if seen_on.month == 2 else 31))
    return Clearance(volunteer=person, seen_on=seen_on, seen_by=SEEN_BY, next_due_on=due)


def store(rows: Iterable[Model]) -> None:
    """Save rows of several tables, each table at once."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    for model, some in by_model.items():
        model._default_manager.bulk_create(some)


def counted(rows: Sequence[Model]) -> dict[str, int]:
    """Return how many rows of each table hang on a person."""
    return dict(Counter(row._meta.label for row in rows))


def counts_of(people: Sequence[int]) -> dict[int, dict[str, int]]:
    """Return how many rows of each table hang on these people now, imports left out."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in people}
    relations: Any = Volunteer._meta.get_fields(include_hidden=True)
    for relation in relations:
        model = relation.related_model
        if not relation.auto_created or relation.concrete or model is ImportRow:
            continue
        name = relation.field.name
        hanging = model._default_manager.filter(**{f"{name}__in": people})
        for pk, count in Counter(hanging.values_list(name, flat=True)).items():
            found[pk][model._meta.label] = found[pk].get(model._meta.label, 0) + count
    return found

"""Moves what hangs on one entry to the other, keeping what it takes to move it back."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import models

from volunteers.merging.rules import RULES, Parted, Rule
from volunteers.models import Volunteer

type Stored = dict[str, Any]


def parted(
    kept: Volunteer, other: Volunteer, chosen: Mapping[str, str]
) -> Iterator[tuple[str, Rule, Parted]]:
    """Return for each kind of row, by the name of its relation, what will happen to it."""
    for relation in Volunteer._meta.related_objects:
        name = relation.field.name
        model: Any = relation.related_model
        rows = model._default_manager.filter(**{f"{name}__in": [kept, other]}).order_by("pk")
        held: dict[int, list[Any]] = defaultdict(list)
        for row in rows:
            held[getattr(row, f"{name}_id")].append(row)
        rule = RULES[str(relation.name)]
        yield str(relation.name), rule, rule.part(held[kept.pk], held[other.pk], chosen)


def told(parts: Iterable[tuple[str, Rule, Parted]]) -> list[tuple[str, int, int]]:
    """Return what the page tells: label, how many move along, how many are there twice."""
    found = ((rule.label, len(part.moving), len(part.going)) for _, rule, part in parts)
    return [(label, moving, going) for label, moving, going in found if label and moving + going]


def move(kept: Volunteer, other: Volunteer, chosen: Mapping[str, str]) -> list[Stored]:
    """Move and remove rows as the rules say; return what `move_back` needs."""
    kept_rows: list[Stored] = []
    for relation, _, part in list(parted(kept, other, chosen)):
        column = _column(relation)
        for row in part.going:
            kept_rows.append({"row": stored(row)})
            row.delete()
        kept_rows += [_set(row, more) for row, more in part.filled]
        kept_rows += [_set(row, {column: kept.pk}) for row in part.moving]
    return kept_rows


def _column(relation: str) -> str:
    field: Any = Volunteer._meta.get_field(relation)
    return str(field.field.attname)


def _set(row: models.Model, values: Mapping[str, Any]) -> Stored:
    """Change a stored row past its version, for nobody edits by this; return how to go back."""
    before = stored(row)["fields"]
    for name, value in values.items():
        setattr(row, name, value)
    after = stored(row)["fields"]
    rows: Any = type(row)._default_manager
    rows.filter(pk=row.pk).update(**values)
    names = [row._meta.get_field(name).name for name in values]
    return {
        "model": row._meta.label,
        "pk": row.pk,
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
    }


def stored(row: models.Model) -> Stored:
    """Return all a row says, as JSON holds it."""
    found: list[Stored] = json.loads(serializers.serialize("json", [row]))
    return found[0]


def restore(row: Stored) -> None:
    """Store a row again as it was, with its key and its version."""
    for restored in serializers.deserialize("python", [row]):
        restored.save()


def is_untouched(moved: Iterable[Stored]) -> bool:
    """Say whether every row that moved or was filled up is still as it was left."""
    wanted: dict[tuple[str, str], set[int]] = defaultdict(set)
    for entry in moved:
        if "after" in entry:
            wanted[entry["model"], json.dumps(entry["after"])].add(entry["pk"])
    return all(
        _rows(label).filter(pk__in=keys, **json.loads(after)).count() == len(keys)
        for (label, after), keys in wanted.items()
    )


def _rows(label: str) -> Any:
    return apps.get_model(label)._default_manager


def move_back(moved: Iterable[Stored]) -> None:
    """Give each row the values it had, then bring back those that went."""
    for entry in moved:
        if "before" in entry:
            _rows(entry["model"]).filter(pk=entry["pk"]).update(**entry["before"])
    for entry in moved:
        if "row" in entry:
            restore(entry["row"])

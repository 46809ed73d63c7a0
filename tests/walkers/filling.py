"""A row for every table of a Kreis that nothing else has filled, made from its fields."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from lotsen_portal.tenancy.models import TenantScopedModel

TENANT_MODELS = [model for model in apps.get_models() if issubclass(model, TenantScopedModel)]


def fill_empty_tables(name: str) -> None:
    """Make one row in each empty table of the active Kreis; its texts are the name."""
    for model in TENANT_MODELS:
        # What is done at commit, as sealing the trail, is done now.
        connection.check_constraints()
        if not model.objects.exists():
            _row(model, name)


def _row(model: type[models.Model], name: str) -> Any:
    taken: Counter[Any] = Counter()
    values = {
        field.name: _value(field, name, taken)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.has_default() and not field.null
    }
    return model._default_manager.create(**values)


def _value(field: Any, name: str, taken: Counter[Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        return _other(field.related_model, name, taken)
    if field.choices:
        return field.choices[0][0]
    for kind, value in _BY_TYPE.items():
        if isinstance(field, kind):
            return value
    return name[: field.max_length]


def _other(model: type[models.Model], name: str, taken: Counter[Any]) -> Any:
    """Return the next row that this one does not refer to yet: of two, none is its own other."""
    number, taken[model] = taken[model], taken[model] + 1
    rows = list(model._default_manager.order_by("pk")[: number + 1])
    return rows[number] if number < len(rows) else _row(model, name)


_BY_TYPE: dict[type[models.Field], Any] = {
    models.EmailField: "niemand@example.org",
    models.DateTimeField: timezone.now(),
    models.DateField: dt.date(2026, 3, 1),
    models.BooleanField: False,
    models.UUIDField: uuid.UUID(int=1),
    models.DecimalField: 1,
    models.IntegerField: 1,
    models.JSONField: {},
    ArrayField: [],
}

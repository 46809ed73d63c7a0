"""The forms a page shows, and what somebody could send with them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.models import ModelChoiceField
from django_filters import FilterSet

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import TenantScopedModel
from tests.walkers.visits import quietly
from tests.walkers.world import World

PHONE = "08025 1234"


def forms_of(response: Any) -> list[forms.BaseForm]:
    """Return each form among what the page's templates were given."""
    found: dict[int, forms.BaseForm] = {}
    for values in response.context or ():
        for layer in getattr(values, "dicts", [values]):
            for value in layer.values():
                found |= {id(form): form for form in _forms_in(value)}
    return list(found.values())


def shown_to(walk: Any, who: str) -> list[forms.BaseForm]:
    """Return the forms of the own row's page, or of the answer if it can be sent to alone."""
    with quietly():
        answer = walk.ask(who, "GET", walk.rows.own)
        if answer.status == 405:
            answer = walk.ask(who, "POST", walk.rows.own)
    return forms_of(answer.response)


def rows_of_the_other_kreis(shown: Sequence[forms.BaseForm], world: World) -> dict[str, Any]:
    """Return a row of the other Kreis for each field that offers rows."""
    chosen = {}
    with tenant_scope(world.cast.foreign_kreis):
        for form in shown:
            for name, field in form.fields.items():
                rows = field.queryset if isinstance(field, ModelChoiceField) else None
                if rows is not None and issubclass(rows.model, TenantScopedModel):
                    chosen[form.add_prefix(name)] = rows.model.objects.first().pk
    return chosen


def _forms_in(value: Any) -> Iterator[forms.BaseForm]:
    kind = type(value)  # isinstance() would wake lazy values
    if issubclass(kind, FilterSet):
        yield value.form
    elif issubclass(kind, forms.BaseFormSet):
        yield value.management_form
        yield from value.forms
    elif issubclass(kind, forms.BaseForm):
        yield value


def choices_of(shown: list[forms.BaseForm]) -> Iterator[tuple[str, ModelChoiceField]]:
    """Return the fields that offer rows, each with a name to find it by."""
    for form in shown:
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField):
                yield f"{type(form).__name__}.{name}", field


def plausible(shown: list[forms.BaseForm]) -> dict[str, Any]:
    """Return what somebody could type into the forms, keeping what stands there."""
    data: dict[str, Any] = {}
    for form in shown:
        for bound in form:
            value = bound.value()
            typed = PHONE if bound.name == "phone" else _typed(bound.field)
            data[bound.html_name] = typed if value in (None, "", []) else value
    return {name: value for name, value in data.items() if value is not None}


def _typed(field: forms.Field) -> Any:
    if isinstance(field, ModelChoiceField):
        first = field.queryset.first() if field.queryset is not None else None
        row = first and field.prepare_value(first)
        return [row] if isinstance(field, forms.ModelMultipleChoiceField) and first else row
    if isinstance(field, forms.ChoiceField):
        values = [value for value, _ in _flat(field.choices) if value not in ("", None)]
        return values if isinstance(field, forms.MultipleChoiceField) else (values or [None])[0]
    for kind, value in _BY_TYPE.items():
        if isinstance(field, kind):
            return value
    return "Ein Text"


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Return the choices of all groups."""
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


_BY_TYPE: dict[type[forms.Field], Any] = {
    forms.BooleanField: "on",
    forms.DateField: "01.03.2026",
    forms.TimeField: "10:00",
    forms.EmailField: "neue.person@example.org",
    forms.URLField: "https://example.org",
    forms.DecimalField: "1,00",
    forms.IntegerField: 1,
}

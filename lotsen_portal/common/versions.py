"""Two edits of one thing at a time: who comes second is told and sees both versions."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import number_format

from lotsen_portal.common.forms import BaseModelForm
from lotsen_portal.common.templatetags.portal import date_de, datetime_de, time_de

CHANGED = (
    "Inzwischen wurde dieser Eintrag gespeichert, während Sie ihn hier bearbeitet haben. "
    "Unten stehen beide Fassungen nebeneinander. Ihre Eingaben sind noch da: Ändern Sie sie, "
    "wenn nötig, und speichern Sie noch einmal. Dann gilt Ihre Fassung."
)
GONE = "Dieser Eintrag wurde inzwischen gelöscht und lässt sich nicht mehr speichern."


@dataclass(frozen=True)
class Difference:
    label: str
    yours: str
    theirs: str


class VersionedModelForm(BaseModelForm):
    """A form for a `VersionedModel` that notices what was saved meanwhile, by whomever.

    `is_valid()` locks the row, so it runs inside a transaction. When the row is newer than
    the page that was filled in, the form is invalid, keeps what was typed, lists the
    `differences`, and carries the new version: saving once more is deliberate.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differences: list[Difference] = []
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "version" in self.fields:
            self._compare_with(self._locked_row())
        return cleaned

    def get_context(self) -> dict[str, Any]:
        return {**super().get_context(), "differences": self.differences}

    def _locked_row(self) -> models.Model | None:
        rows = type(self.instance)._default_manager.select_for_update()
        return rows.filter(pk=self.instance.pk).first()

    def _compare_with(self, stored: Any) -> None:
        if stored is None:
            self.add_error(None, GONE)
        elif stored.version != self.cleaned_data.get("version"):
            self.differences = self._differences(stored)
            self._carry_version(stored.version)
            self.add_error(None, CHANGED)
        else:
            self.instance.version = stored.version

    def _carry_version(self, version: int) -> None:
        data: Any = self.data
        changed = data.copy()  # what came with the request must not be changed
        changed[self.add_prefix("version")] = str(version)
        self.data = changed

    def _differences(self, stored: models.Model) -> list[Difference]:
        """Compare field by field in the words that the page shows."""
        saved = forms.model_to_dict(stored)
        pairs = [
            Difference(
                label=str(self[name].label),
                yours=in_words(self.fields[name], self._typed(name)),
                theirs=in_words(self.fields[name], saved.get(name, self[name].initial)),
            )
            for name in self.fields
            if not self[name].is_hidden and not self.fields[name].disabled
        ]
        return [pair for pair in pairs if pair.yours != pair.theirs]

    def _typed(self, name: str) -> Any:
        bound: Any = self[name]
        return self.cleaned_data.get(name, bound.typed)


def in_words(field: forms.Field, value: Any) -> str:
    """Show a field's value as a person reads it; `–` for nothing."""
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if value is None or value == "":
        return "–"
    if isinstance(field, forms.ModelChoiceField):
        return _rows_in_words(field, value)
    if choices := getattr(field, "choices", None):
        return _choices_in_words(choices, value)
    if isinstance(value, Decimal):
        places = getattr(field, "decimal_places", None)
        return number_format(value, places, use_l10n=True, force_grouping=True)
    return _plain(value)


def stored_in_words(field: Any, row: models.Model) -> str:
    """Show what a row holds in a field of its model as a person reads it; `–` for nothing."""
    value = field.value_from_object(row)
    if isinstance(value, list):
        names = dict(field.base_field.flatchoices) if hasattr(field, "base_field") else {}
        return ", ".join(str(names.get(one, one)) for one in value) or "–"
    form_field = field.formfield()
    return in_words(form_field, value) if form_field else _plain(value)


def _rows_in_words(field: forms.ModelChoiceField, value: Any) -> str:
    if isinstance(value, str | int | list | tuple):
        try:
            value = field.to_python(value)
        except ValidationError:
            return _listed(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if isinstance(value, models.Model):
        return field.label_from_instance(value)
    return _listed(field.label_from_instance(row) for row in value)


def _choices_in_words(choices: Any, value: Any) -> str:
    names: dict[str, str] = {}
    for key, label in choices:
        options = label if isinstance(label, list | tuple) else [(key, label)]
        names |= {str(option): str(name) for option, name in options}
    values = value if isinstance(value, list | tuple | set) else [value]
    return _listed(names.get(str(one), str(one)) for one in values)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words)) or "–"


def _plain(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return datetime_de(value)
    if isinstance(value, datetime.date):
        return date_de(value)
    if isinstance(value, datetime.time):
        return time_de(value)
    return str(value).replace("\r\n", "\n")

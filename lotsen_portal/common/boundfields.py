"""How one field of any form reads what was typed and shows itself as KERN markup.

The renderer hands this class to every form: ours, allauth's and django-filter's.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lotsen_portal.common.typed import (
    NOT_VISIBLE,
    is_sensible_date,
    is_visible,
    plain_decimal,
    plain_integer,
    plain_line,
    plain_text,
)

# The browser's own inputs want ISO values; German ones are read all the same.
NATIVE = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)
OPTIONAL = SafeString(' <span class="kern-label__optional">(optional)</span>')

# Sentences in place of Django's own; the later, more special line wins.
MESSAGES = (
    (forms.Field, "required", "Bitte füllen Sie dieses Feld aus."),
    (forms.ChoiceField, "required", "Bitte wählen Sie einen Eintrag aus."),
    (forms.ModelChoiceField, "required", "Bitte wählen Sie einen Eintrag aus."),
    (
        forms.ChoiceField,
        "invalid_choice",
        "Bitte wählen Sie einen Eintrag aus der Liste.",
    ),
    (
        forms.ModelChoiceField,
        "invalid_choice",
        "Bitte wählen Sie einen Eintrag aus der Liste.",
    ),
    (
        forms.MultipleChoiceField,
        "required",
        "Bitte wählen Sie mindestens einen Eintrag aus.",
    ),
    (
        forms.ModelMultipleChoiceField,
        "required",
        "Bitte wählen Sie mindestens einen Eintrag aus.",
    ),
    (forms.BooleanField, "required", "Bitte setzen Sie hier ein Häkchen."),
    (forms.FileField, "required", "Bitte wählen Sie eine Datei aus."),
    (
        forms.EmailField,
        "invalid",
        "Das ist keine E-Mail-Adresse. Beispiel: name@beispiel.de",
    ),
    (
        forms.IntegerField,
        "invalid",
        "Bitte geben Sie eine ganze Zahl ein, nur Ziffern.",
    ),
    (
        forms.DecimalField,
        "invalid",
        "Bitte geben Sie eine Zahl ein, zum Beispiel 1.234,50.",
    ),
    *(
        (kind, code, message)
        for kind in (forms.IntegerField, forms.DecimalField)
        for code, message in (
            ("min_value", "Bitte geben Sie mindestens %(limit_value)s ein."),
            ("max_value", "Bitte geben Sie höchstens %(limit_value)s ein."),
        )
    ),
    (forms.FloatField, "invalid", "Bitte geben Sie eine Zahl ein, zum Beispiel 12,5."),
    (
        forms.DateField,
        "invalid",
        "Bitte geben Sie ein Datum ein, zum Beispiel 22.11.2026.",
    ),
    (
        forms.TimeField,
        "invalid",
        "Bitte geben Sie eine Uhrzeit ein, zum Beispiel 18:00.",
    ),
    (
        forms.DateTimeField,
        "invalid",
        "Bitte geben Sie Tag und Uhrzeit ein, zum Beispiel 22.11.2026 18:00.",
    ),
    (
        forms.CharField,
        "max_length",
        "Das ist zu lang. Hier haben höchstens %(limit_value)s Zeichen Platz.",
    ),
    (forms.CharField, "null_characters_not_allowed", NOT_VISIBLE),
)


class PortalBoundField(BoundField):
    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.widget_kind = _prepare_widget(field)
        _speak_german(field)
        if isinstance(field, forms.DateField | forms.DateTimeField):
            field.validators.append(is_sensible_date)
        if isinstance(field, forms.CharField) and not _is_secret(field):
            field.validators.append(is_visible)

    @property
    def typed(self) -> Any:
        """Return what was sent, untouched."""
        return super().data

    @property
    def data(self) -> Any:
        """Return what was sent in the shape that the field reads."""
        typed = self.typed
        if not isinstance(typed, str) or _is_secret(self.field):
            return typed
        if isinstance(self.field, forms.DecimalField | forms.FloatField):
            return plain_decimal(typed)
        if isinstance(self.field, forms.IntegerField):
            return plain_integer(typed)
        if isinstance(self.field, forms.CharField):
            is_line = isinstance(self.field.widget, forms.TextInput)
            return plain_line(typed) if is_line else plain_text(typed)
        return typed

    def value(self) -> Any:
        value = self.initial
        if self.form.is_bound:
            value = self.field.bound_data(self.typed, value)
        if self.widget_kind in ("date", "time", "datetime-local"):
            value = self._native_value(value)
        if isinstance(value, Decimal):
            return number_format(value, use_l10n=True, force_grouping=True)
        return self.field.prepare_value(value)

    def _native_value(self, value: Any) -> Any:
        """Turn `22.11.2026` into a date; what is no date stays readable as text."""
        if not isinstance(value, str) or not value.strip():
            return value
        try:
            return self.field.to_python(value)
        except ValidationError:
            self.field.widget.input_type = "text"
            return value

    def label_tag(
        self,
        contents: Any = None,
        attrs: Any = None,
        label_suffix: Any = None,
        tag: Any = None,
    ) -> SafeString:
        """Write the label or legend here: a template of its own would cost more than the input."""
        tag = tag or "label"
        target = self.id_for_label if tag == "label" else ""
        return format_html(
            '<{tag} class="kern-label"{target}>{label}{optional}</{tag}>',
            tag=tag,
            target=format_html(' for="{}"', target) if target else "",
            label=contents or self.label,
            optional=OPTIONAL if self.is_optional else "",
        )

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if css := _css_class(widget, invalid=bool(self.errors)):
            attrs["class"] = " ".join(filter(None, (widget.attrs.get("class"), css)))
        return attrs

    @property
    def is_optional(self) -> bool:
        """Say whether the label carries "(optional)"; filters are all optional."""
        return (
            not self.field.required
            and not self.field.disabled
            and self.widget_kind != "checkbox"
            and getattr(self.form, "marks_optional", True)
        )

    @property
    def error_target(self) -> str:
        """Return the id that the error summary links to."""
        return self.id_for_label or f"{self.auto_id}_0"


def _prepare_widget(field: forms.Field) -> str:
    """Choose the input that people can use, and name its kind for the templates."""
    widget = field.widget
    # A placeholder vanishes while one types; the label and the hint stay.
    widget.attrs.pop("placeholder", None)
    if type(widget) is forms.SelectMultiple:
        field.widget = widget = _checkboxes(field)
    for widget_class, kind, iso in NATIVE:
        if isinstance(widget, widget_class) and not widget.is_hidden:
            widget.input_type, widget.format = kind, iso
            return kind
    if isinstance(widget, forms.NumberInput):
        # type=number swallows what it cannot read and changes when the wheel turns.
        whole = isinstance(field, forms.IntegerField) and not isinstance(
            field, forms.DecimalField | forms.FloatField
        )
        widget.input_type = "text"
        widget.attrs["inputmode"] = "numeric" if whole else "decimal"
        for name in ("min", "max", "step"):
            widget.attrs.pop(name, None)
        return "number"
    return _kind(widget)


def _checkboxes(field: forms.Field) -> forms.CheckboxSelectMultiple:
    widget = forms.CheckboxSelectMultiple(attrs=field.widget.attrs)
    widget.choices = field.widget.choices
    widget.is_required = field.widget.is_required
    return widget


def _kind(widget: forms.Widget) -> str:
    kinds = (
        (forms.CheckboxSelectMultiple, "choices"),
        (forms.RadioSelect, "choices"),
        (forms.MultiWidget, "group"),
        (forms.CheckboxInput, "checkbox"),
        (forms.FileInput, "file"),
        (forms.Select, "select"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "text")


def _css_class(widget: forms.Widget, *, invalid: bool) -> str:
    classes = (
        # CheckboxSelectMultiple is a RadioSelect to Django, so it comes first.
        (forms.CheckboxSelectMultiple, "kern-form-check__checkbox"),
        (forms.RadioSelect, "kern-form-check__radio"),
        (forms.CheckboxInput, "kern-form-check__checkbox"),
        (forms.Select, "kern-form-input__select"),
        (forms.Widget, "kern-form-input__input"),
    )
    if widget.is_hidden:
        return ""
    css = next(css for cls, css in classes if isinstance(widget, cls))
    return f"{css} {css}--error" if invalid else css


def _speak_german(field: forms.Field) -> None:
    """Put our sentences where the field still has Django's."""
    for field_class, code, message in MESSAGES:
        if isinstance(field, field_class) and _is_djangos(field, code):
            field.error_messages[code] = message


def _is_djangos(field: forms.Field, code: str) -> bool:
    ours = {message for _, its_code, message in MESSAGES if its_code == code}
    message = field.error_messages.get(code)
    # Identity first: to compare the words of Django's messages means to translate them.
    return message is _default_message(field, code) or message is None or message in ours


def _default_message(field: forms.Field, code: str) -> Any:
    for cls in type(field).__mro__:
        if code in (messages := cls.__dict__.get("default_error_messages", {})):
            return messages[code] if cls.__module__.startswith("django.") else None
    return None


def _is_secret(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput)

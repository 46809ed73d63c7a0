import datetime
from decimal import Decimal
from typing import Any

import django_filters
import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from pytest_django.asserts import assertHTMLEqual

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.forms import BaseForm, EuroField, FilterForm
from lotsen_portal.common.typed import NOT_VISIBLE

ERROR_ICON = '<span class="kern-icon kern-icon--danger" aria-hidden="true"></span>'
TOO_LONG = "Das ist zu lang. Hier haben höchstens 2 Zeichen Platz."


def form_of(field: forms.Field, data: dict[str, Any] | None = None, **kwargs: Any) -> BaseForm:
    return type("OneForm", (BaseForm,), {"x": field})(data, **kwargs)


def read(field: forms.Field, typed: Any) -> Any:
    """Return what the field makes of the typed text, or the sentence it says."""
    form = form_of(field, {"x": typed})
    return form.cleaned_data["x"] if form.is_valid() else " ".join(map(str, form.errors["x"]))


def test_text_field_with_hint() -> None:
    form = form_of(forms.CharField(label="Name", help_text="Vor- und Nachname", max_length=50))
    assertHTMLEqual(
        form["x"].as_field_group(),
        """<div class="kern-form-input">
        <label class="kern-label" for="id_x">Name</label>
        <div class="kern-hint" id="id_x_helptext">Vor- und Nachname</div>
        <input type="text" name="x" maxlength="50" required aria-describedby="id_x_helptext"
          class="kern-form-input__input" id="id_x"></div>""",
    )


def test_text_field_with_error() -> None:
    form = form_of(forms.EmailField(label="E-Mail", help_text="dienstlich"), {"x": "nein"})
    assertHTMLEqual(
        form["x"].as_field_group(),
        f"""<div class="kern-form-input kern-form-input--error">
        <label class="kern-label" for="id_x">E-Mail</label>
        <div class="kern-hint" id="id_x_helptext">dienstlich</div>
        <input type="email" name="x" value="nein" maxlength="320" required aria-invalid="true"
          aria-describedby="id_x_helptext id_x_error"
          class="kern-form-input__input kern-form-input__input--error" id="id_x">
        <p class="kern-error" id="id_x_error">{ERROR_ICON}<span class="kern-body">Das ist keine
        E-Mail-Adresse. Beispiel: name@beispiel.de</span></p></div>""",
    )


def test_optional_select() -> None:
    choices = [("", "alle"), ("ar", "Arabisch")]
    form = form_of(forms.ChoiceField(label="Sprache", choices=choices, required=False))
    assertHTMLEqual(
        form["x"].as_field_group(),
        """<div class="kern-form-input">
        <label class="kern-label" for="id_x">Sprache
          <span class="kern-label__optional">(optional)</span></label>
        <div class="kern-form-input__select-wrapper">
        <select name="x" class="kern-form-input__select" id="id_x">
        <option value="" selected>alle</option><option value="ar">Arabisch</option>
        </select></div></div>""",
    )


def test_radios_with_error() -> None:
    field = forms.ChoiceField(label="Art", choices=[("a", "online")], widget=forms.RadioSelect)
    assertHTMLEqual(
        form_of(field, {"x": ""})["x"].as_field_group(),
        f"""<fieldset class="kern-fieldset kern-fieldset--error" aria-describedby="id_x_error">
        <legend class="kern-label">Art</legend>
        <div class="kern-fieldset__body"><div class="kern-form-check">
        <input type="radio" name="x" value="a" required aria-invalid="true"
          class="kern-form-check__radio kern-form-check__radio--error" id="id_x_0">
        <label class="kern-label" for="id_x_0">online</label></div></div>
        <p class="kern-error" id="id_x_error">{ERROR_ICON}<span class="kern-body">Bitte wählen
        Sie einen Eintrag aus.</span></p></fieldset>""",
    )


def test_select_multiple_becomes_checkboxes() -> None:
    field = forms.MultipleChoiceField(label="Sprachen", choices=[("ar", "Arabisch")])
    assertHTMLEqual(
        form_of(field, initial={"x": ["ar"]})["x"].as_field_group(),
        """<fieldset class="kern-fieldset"><legend class="kern-label">Sprachen</legend>
        <div class="kern-fieldset__body"><div class="kern-form-check">
        <input type="checkbox" name="x" value="ar" checked class="kern-form-check__checkbox"
          id="id_x_0"><label class="kern-label" for="id_x_0">Arabisch</label></div></div>
        </fieldset>""",
    )


def test_checkbox_is_never_marked_as_optional() -> None:
    form = form_of(forms.BooleanField(label="Ich stimme zu.", required=False))
    assertHTMLEqual(
        form["x"].as_field_group(),
        """<div class="kern-fieldset"><div class="kern-form-check">
        <input type="checkbox" name="x" class="kern-form-check__checkbox" id="id_x">
        <label class="kern-label" for="id_x">Ich stimme zu.</label></div></div>""",
    )


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        (
            forms.DateField(),
            datetime.date(2026, 11, 22),
            '<input type="date" name="x" value="2026-11-22" required class="{}" id="id_x">',
        ),
        (
            forms.TimeField(),
            datetime.time(18, 0),
            '<input type="time" name="x" value="18:00" required class="{}" id="id_x">',
        ),
        (
            forms.DateTimeField(),
            datetime.datetime(2026, 11, 22, 17, 0, tzinfo=datetime.UTC),
            '<input type="datetime-local" name="x" value="2026-11-22T18:00" required class="{}"'
            ' id="id_x">',
        ),
        (
            EuroField(),
            Decimal("1234.50"),
            '<input type="text" name="x" value="1.234,50" required inputmode="decimal"'
            ' class="{}" id="id_x">',
        ),
        (
            forms.IntegerField(min_value=0),
            4,
            '<input type="text" name="x" value="4" required inputmode="numeric" class="{}"'
            ' id="id_x">',
        ),
        (
            forms.CharField(widget=forms.Textarea),
            "Guten Tag",
            '<textarea name="x" cols="40" rows="10" required class="{}" id="id_x">Guten Tag'
            "</textarea>",
        ),
        (
            forms.CharField(widget=forms.PasswordInput),
            "geheim",
            '<input type="password" name="x" required class="{}" id="id_x">',
        ),
        (
            forms.FileField(),
            None,
            '<input type="file" name="x" required class="{}" id="id_x">',
        ),
    ],
)
def test_input(field: forms.Field, value: Any, shown: str) -> None:
    form = form_of(field, initial={"x": value})
    assertHTMLEqual(str(form["x"]), shown.format("kern-form-input__input"))


@pytest.mark.parametrize(
    ("field", "typed", "result"),
    [
        (forms.DateField(), "22.11.2026", datetime.date(2026, 11, 22)),
        (forms.DateField(), "2026-11-22", datetime.date(2026, 11, 22)),
        (forms.DateField(), "morgen", "Bitte geben Sie ein Datum ein, zum Beispiel 22.11.2026."),
        (forms.DateField(), "0026-11-22", "Bitte geben Sie ein Jahr zwischen 1900 und 2100 ein."),
        (forms.TimeField(), "18:00", datetime.time(18, 0)),
        (EuroField(), "1.234,50", Decimal("1234.50")),
        (EuroField(), "1234.50", Decimal("1234.50")),
        (EuroField(), "1234,5 €", Decimal("1234.5")),
        (EuroField(), "12,345", "Bitte geben Sie höchstens zwei Stellen nach dem Komma ein."),
        (EuroField(), "-1", "Der Betrag darf nicht negativ sein."),
        (EuroField(min_value=None), "-1", Decimal(-1)),
        (EuroField(), "viel", "Bitte geben Sie einen Betrag ein, zum Beispiel 1.234,50."),
        (EuroField(), "NaN", "Bitte geben Sie einen Betrag ein, zum Beispiel 1.234,50."),
        (EuroField(), "1e5", "Bitte geben Sie einen Betrag ein, zum Beispiel 1.234,50."),
        (forms.IntegerField(), "1.000", 1000),
        (forms.IntegerField(min_value=1), "0", "Bitte geben Sie mindestens 1 ein."),
        (forms.IntegerField(max_value=9), "10", "Bitte geben Sie höchstens 9 ein."),
        (forms.CharField(max_length=2), "Ada", TOO_LONG),
        (forms.IntegerField(), " 12 ", 12),
        (forms.IntegerField(), "1_000", "Bitte geben Sie eine ganze Zahl ein, nur Ziffern."),
        (forms.IntegerField(), "12.0", "Bitte geben Sie eine ganze Zahl ein, nur Ziffern."),
        (forms.IntegerField(), "٣", "Bitte geben Sie eine ganze Zahl ein, nur Ziffern."),
        (forms.IntegerField(), "9" * 5000, "Bitte geben Sie eine ganze Zahl ein, nur Ziffern."),
        (forms.CharField(), "Ada\x0b\x85Huber", "Ada  Huber"),
        (forms.CharField(), "Ada\tMaria\r\nHuber\n", "Ada Maria Huber"),
        (forms.CharField(), "Ada\u2028Huber", "Ada Huber"),
        (forms.CharField(widget=forms.Textarea), "Ada\tHuber\r\nOrt", "Ada\tHuber\r\nOrt"),
        (forms.CharField(), "می\u200cخواهم \u200fא\u200e", "می\u200cخواهم \u200fא\u200e"),
        *[
            (field, text, NOT_VISIBLE)
            for field in (forms.CharField(), forms.CharField(widget=forms.Textarea))
            for text in ("A\x00", "A\x00\x1f", "A\x01", "A\x1b[31m", "A\x7f", "A\x9f")
        ],
        *[
            (forms.CharField(), f"Ada {chr(turned)}rebuH", NOT_VISIBLE)
            for turned in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
        ],
        (
            forms.EmailField(),
            "a\u202eb@example.org",
            f"Das ist keine E-Mail-Adresse. Beispiel: name@beispiel.de {NOT_VISIBLE}",
        ),
        (forms.CharField(widget=forms.PasswordInput, strip=False), "a\x1fb", "a\x1fb"),
        (forms.CharField(), "", "Bitte füllen Sie dieses Feld aus."),
        (forms.BooleanField(), "", "Bitte setzen Sie hier ein Häkchen."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "Bitte wählen Sie einen Eintrag aus der Liste.",
        ),
        (forms.CharField(error_messages={"required": "Wie heißen Sie?"}), "", "Wie heißen Sie?"),
    ],
)
def test_typed_text_is_read(field: forms.Field, typed: str, result: Any) -> None:
    assert read(field, typed) == result


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (forms.DateField(), "morgen", 'type="text" name="x" value="morgen"'),
        (forms.DateField(), "22.11.2026", 'type="date" name="x" value="2026-11-22"'),
        (forms.IntegerField(), "1_000", 'type="text" name="x" value="1_000"'),
        (EuroField(), "viel", 'type="text" name="x" value="viel"'),
    ],
)
def test_nothing_typed_is_lost(field: forms.Field, typed: str, kept: str) -> None:
    assert str(form_of(field, {"x": typed})["x"]).startswith(f"<input {kept}")


def test_error_summary_links_to_the_fields() -> None:
    class Form(BaseForm):
        name = forms.CharField(label="Name")
        kind = forms.ChoiceField(label="Art", choices=[("a", "A")], widget=forms.RadioSelect)

    form = Form({})
    form.add_domain_error(DomainError("Die Schulung ist ausgebucht."))
    summary = str(form).partition("</ul>")[0] + "</ul></div></div>"
    assertHTMLEqual(
        summary,
        """<div class="kern-alert kern-alert--danger error-summary" role="alert" tabindex="-1"
          autofocus><div class="kern-alert__header">
        <span class="kern-icon kern-icon--danger" aria-hidden="true"></span>
        <h2 class="kern-title kern-title--small">Bitte prüfen Sie Ihre Angaben</h2></div>
        <div class="kern-alert__body"><ul class="kern-list kern-list--bullet">
        <li>Die Schulung ist ausgebucht.</li>
        <li><a class="kern-link kern-link--no-visited-state" href="#id_name">Name –
          Bitte füllen Sie dieses Feld aus.</a></li>
        <li><a class="kern-link kern-link--no-visited-state" href="#id_kind_0">Art –
          Bitte wählen Sie einen Eintrag aus.</a></li></ul></div></div>""",
    )


@pytest.mark.parametrize(("field", "place"), [("x", "x"), ("other", "__all__"), (None, "__all__")])
def test_domain_error_stands_beside_its_field(field: str | None, place: str) -> None:
    form = form_of(forms.CharField(), {"x": "y"})
    form.add_domain_error(DomainError("Nein.", field=field))
    assert form.errors == {place: ["Nein."]}


def test_groups_stand_after_the_other_fields() -> None:
    class Form(BaseForm):
        groups = [("Anschrift", ["city"])]
        city = forms.CharField(label="Ort")
        name = forms.CharField(label="Name")

    context = Form().get_context()
    assert [field.name for field, _ in context["fields"]] == ["name"]
    assert [(legend, [f.name for f in fields]) for legend, fields in context["groups"]] == [
        ("Anschrift", ["city"])
    ]


def test_django_filter_uses_the_same_renderer() -> None:
    class Filter(django_filters.FilterSet):
        name = django_filters.CharFilter(label="Name")

        class Meta:
            form = FilterForm

    assertHTMLEqual(
        str(Filter({}, queryset=ContentType.objects.none()).form),
        """<div class="kern-form-input"><label class="kern-label" for="filter_name">Name</label>
        <input type="text" name="name" class="kern-form-input__input" id="filter_name"></div>""",
    )


def test_formset_numbers_its_rows() -> None:
    rows: Any = forms.formset_factory(type("Row", (BaseForm,), {"x": forms.CharField(label="X")}))
    html = str(rows())
    assert html.count("<fieldset") == 1
    assert "1. Eintrag" in html
    assert 'name="form-TOTAL_FORMS"' in html

import datetime as dt
import re
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm, BaseModelForm, FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from lotsen_portal.tenancy.models import Municipality, PublicContact, Region, Role
from volunteers.models import EngagementField


class FinderForm(BaseForm):
    """The field of the start page; empty is no mistake."""

    marks_optional = False
    q = forms.CharField(label="Kreis, Gemeinde oder Postleitzahl", max_length=100, required=False)


class SearchForm(BaseForm):
    marks_optional = False
    q = forms.CharField(label="Wonach suchen Sie?", max_length=100, required=False)


class PublicTrainingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Titel, Ort oder Kreis", method="search", max_length=100)
    region = django_filters.ChoiceFilter(
        label="Regierungsbezirk",
        choices=Region.choices,
        field_name="tenant__region",
        empty_label="ganz Bayern",
    )

    class Meta:
        form = FilterForm

    def search(self, trainings: Any, name: str, text: str) -> QuerySet:
        for word in text.split():
            trainings = trainings.filter(
                Q(title__icontains=word)
                | Q(place__icontains=word)
                | Q(description__icontains=word)
                | Q(tenant__name__icontains=word)
            )
        return trainings


class ContactForm(VersionedModelForm):
    groups = [
        ("Wer und wo", ["name", "function", "phone", "email", "office", "hours"]),
        ("Texte der Seite", ["introduction", "funding_line"]),
        ("Rechtliches", ["imprint", "privacy_notice"]),
    ]

    class Meta:
        model = PublicContact
        fields = [
            "name",
            "function",
            "phone",
            "email",
            "office",
            "hours",
            "introduction",
            "funding_line",
            "imprint",
            "privacy_notice",
        ]
        help_texts = {
            "hours": "Zum Beispiel: Mo–Do 9–12 Uhr und nach Vereinbarung",
            "introduction": "Zwei, drei Sätze, die oben auf der Seite stehen.",
            "funding_line": "Steht am Fuß jeder Seite Ihres Kreises.",
            "imprint": "Das Impressum Ihres Landratsamts oder Ihrer Stadt.",
        }


def postcodes_of(text: str) -> list[str]:
    """Return the postcodes in a text; raise ValidationError for what is none."""
    words = [word for word in re.split(r"[\s,;/]+", text) if word]
    for word in words:
        if not re.fullmatch(r"[0-9]{5}", word):
            raise forms.ValidationError(
                f"„{word[:20]}“ ist keine Postleitzahl. Eine Postleitzahl hat fünf Ziffern."
            )
    if not words:
        raise forms.ValidationError("Bitte geben Sie mindestens eine Postleitzahl ein.")
    return sorted(set(words))


class MunicipalityForm(BaseModelForm):
    postcodes = forms.CharField(
        label="Postleitzahlen", max_length=600, help_text="Mehrere durch Komma getrennt."
    )

    class Meta:
        model = Municipality
        fields = ["name", "postcodes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["postcodes"] = ", ".join(self.instance.postcodes)

    def clean_postcodes(self) -> list[str]:
        return postcodes_of(self.cleaned_data["postcodes"])


class MunicipalityPasteForm(BaseForm):
    """Many municipalities at once, as copied from a table; wrong lines are named."""

    lines = forms.CharField(
        label="Gemeinden",
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="Je Zeile eine Gemeinde: Name; Postleitzahl, Postleitzahl",
    )

    def clean_lines(self) -> list[tuple[str, list[str]]]:
        rows, errors, seen = [], [], set()
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                name, postcodes = self._read(line)
                if name.casefold() in seen:
                    raise forms.ValidationError(f"„{name}“ steht zweimal in der Liste.")
            except forms.ValidationError as error:
                errors.append(f"Zeile {number}: {error.messages[0]}")
            else:
                seen.add(name.casefold())
                rows.append((name, postcodes))
        if errors:
            raise forms.ValidationError(errors[:20])
        return rows

    @staticmethod
    def _read(line: str) -> tuple[str, list[str]]:
        name, separator, rest = re.sub(r"\t", ";", line, count=1).partition(";")
        name = " ".join(name.split())
        if not separator or not name:
            raise forms.ValidationError("Es fehlt der Name oder das Semikolon danach.")
        if len(name) > 100:
            raise forms.ValidationError("Der Name ist länger als 100 Zeichen.")
        return name, postcodes_of(rest)


class EngagementFieldForm(BaseModelForm):
    class Meta:
        model = EngagementField
        fields = ["name", "involves_minors"]
        help_texts = {"involves_minors": "Dann ist ein erweitertes Führungszeugnis ein Thema."}


class CoordinatorForm(BaseForm):
    """The first coordinator of a Kreis, invited by the operator."""

    email = forms.EmailField(label="E-Mail")
    name = forms.CharField(label="Name", max_length=150)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class InvitationForm(CoordinatorForm):
    """A colleague; volunteers and partners get their access on their own pages."""

    role = forms.ChoiceField(
        label="Rolle",
        choices=[(role.value, role.label) for role in (Role.COORDINATOR, Role.VIEWER)],
        help_text="Leitung darf alles ansehen, aber nichts ändern.",
    )
    function = forms.CharField(
        label="Funktion",
        max_length=100,
        required=False,
        help_text="Zum Beispiel: Vertretung, Sachgebietsleitung",
    )
    ends_on = forms.DateField(
        label="Zugang endet am",
        required=False,
        help_text="Für eine Vertretung: der letzte Tag. Leer heißt ohne Ende.",
    )

    def clean_ends_on(self) -> dt.date | None:
        on = self.cleaned_data["ends_on"]
        if on and on < timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Vergangenheit liegen.")
        return on

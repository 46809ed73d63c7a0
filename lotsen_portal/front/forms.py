import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from lotsen_portal.audit import registry
from lotsen_portal.common.forms import BaseForm, BaseModelForm, FilterForm, RowNumberField
from lotsen_portal.common.sorting import sort_key
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


# More than any Kreis has, and few enough to be saved while somebody waits.
MOST_PASTED = 500


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
        if len(rows) > MOST_PASTED:
            raise forms.ValidationError(f"Das sind {len(rows)} Gemeinden; {MOST_PASTED} gehen.")
        return rows

    @staticmethod
    def _read(line: str) -> tuple[str, list[str]]:
        name, separator, rest = re.sub(r"\t", ";", line, count=1).partition(";")
        # Tables bring marks along that nobody sees, and that make two names of one.
        name = "".join(char for char in " ".join(name.split()) if char.isprintable())
        if not separator or not name:
            raise forms.ValidationError("Es fehlt der Name oder das Semikolon danach.")
        if not name[0].isalpha():
            raise forms.ValidationError(f"„{name[:20]}“ beginnt nicht mit einem Buchstaben.")
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


def _kinds() -> list[tuple[str, str]]:
    kinds = sorted(registry.all_kinds(), key=lambda kind: sort_key(kind.label))
    return [(kind.model, kind.label) for kind in kinds]


class RowNumberFilter(django_filters.NumberFilter):
    field_class = RowNumberField


class TrailFilter(django_filters.FilterSet):
    """The trail by person, thing, deed and day; `number` is one thing of the kind."""

    DEEDS = [
        ("read", "gelesen"),
        ("downloaded", "heruntergeladen"),
        ("refused", "abgewiesen"),
        ("signed_in", "angemeldet und am Konto geändert"),
        ("written", "eingetragen oder geändert"),
    ]
    person = django_filters.ChoiceFilter(label="Wer", method="by_person", empty_label="alle")
    kind = django_filters.ChoiceFilter(
        label="Was", method="by_kind", choices=_kinds, empty_label="alles"
    )
    number = RowNumberFilter(field_name="subject_id", min_value=1, max_value=2**63 - 1)
    deed = django_filters.ChoiceFilter(
        label="Wie", method="by_deed", choices=DEEDS, empty_label="alles"
    )
    since = django_filters.DateFilter(label="von", method="from_day")
    until = django_filters.DateFilter(label="bis", method="to_day")

    class Meta:
        form = FilterForm

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = sorted(people.items(), key=lambda person: person[1].casefold())
        self.filters["person"].extra["choices"] = choices

    @property
    def subject(self) -> tuple[str, int] | None:
        """Return the one thing or person that the list is about, if it is about one."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        if data.get("kind") and data["number"]:
            return data["kind"], data["number"]
        return (settings.AUTH_USER_MODEL, int(data["person"])) if data.get("person") else None

    @property
    def about(self) -> str:
        """Return what kind of thing that is, without its name."""
        model, _ = self.subject or ("", 0)
        kind = registry.kind_of(model)
        if model == settings.AUTH_USER_MODEL:
            return "eine Person"
        return kind.label if kind else ""

    def by_person(self, entries: Any, name: str, person: str) -> QuerySet:
        """Keep what they did, and what was done at their account."""
        at_account = Q(subject_kind=settings.AUTH_USER_MODEL, subject_id=person)
        return entries.filter(Q(actor_id=person) | at_account)

    def by_kind(self, entries: Any, name: str, model: str) -> QuerySet:
        """Keep what is about such things, and what is done to them where more people know it by."""
        about_such = Q(subject_kind=model)
        if not self.form.cleaned_data["number"]:
            about_such |= Q(action__in=registry.sentences_about(model))
        return entries.filter(about_such)

    def by_deed(self, entries: Any, name: str, deed: str) -> QuerySet:
        at_account, others = r"^account\.", r"\.(read|downloaded|exported|refused)$"
        if deed == "signed_in":
            return entries.filter(action__regex=at_account)
        if deed == "written":
            return entries.exclude(action__regex=rf"{at_account}|{others}")
        words = {"downloaded": "downloaded|exported"}.get(deed, deed)
        return entries.filter(action__regex=rf"\.({words})$")

    def from_day(self, entries: Any, name: str, day: dt.date) -> QuerySet:
        return entries.filter(at__gte=_midnight(day))

    def to_day(self, entries: Any, name: str, day: dt.date) -> QuerySet:
        return entries.filter(at__lt=_midnight(day + dt.timedelta(days=1)))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm, FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from volunteers.models import EngagementField, Language, LanguageSkill, Volunteer

# The languages that somebody in the Kreis speaks or once spoke: whoever looks for the next one from
# here finds this one. That is one look into the index for each language, whereas an EXISTS reads
# all skills of the Kreis.
_FROM_HERE = LanguageSkill.objects.filter(language__gte=OuterRef("pk")).order_by("language_id")
SPOKEN = Language.objects.filter(pk=Subquery(_FROM_HERE.values("language_id")[:1]))


class VolunteerFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name, Ort, Telefon oder E-Mail", method="search")
    language = django_filters.ModelChoiceFilter(
        label="Sprache",
        queryset=SPOKEN.order_by("name"),
        method="speaks",
        empty_label="alle",
    )
    field = django_filters.ModelChoiceFilter(
        label="Einsatzbereich",
        queryset=EngagementField.objects.order_by("position", "name"),
        method="engaged_in",
        empty_label="alle",
    )
    status = django_filters.ChoiceFilter(
        label="Status", choices=Volunteer.Status.choices, empty_label="alle"
    )

    class Meta:
        model = Volunteer
        form = FilterForm
        fields = ["q", "language", "field", "status"]

    def search(self, volunteers: Any, name: str, text: str) -> QuerySet:
        return volunteers.search(text)

    def speaks(self, volunteers: Any, name: str, language: Language) -> QuerySet:
        return volunteers.speaking(language, on=timezone.localdate())

    def engaged_in(self, volunteers: Any, name: str, field: EngagementField) -> QuerySet:
        return volunteers.engaged_in(field, on=timezone.localdate())


class VolunteerForm(VersionedModelForm):
    languages = forms.ModelMultipleChoiceField(
        # In the order of the preset: what most people speak comes first.
        label="Spricht",
        queryset=Language.objects.order_by("pk"),
        required=False,
    )
    fields_of_engagement = forms.ModelMultipleChoiceField(
        label="Hilft bei",
        queryset=EngagementField.objects.order_by("position", "name"),
        required=False,
    )

    groups = [
        ("Erreichbarkeit", ["email", "phone", "postcode", "place"]),
        ("Engagement", ["status", "joined_on", "fields_of_engagement", "languages"]),
        ("Weiteres", ["birth_year", "declares_migration_history", "note"]),
    ]

    class Meta:
        model = Volunteer
        fields = [
            "first_name",
            "last_name",
            "email",
            "phone",
            "postcode",
            "place",
            "status",
            "joined_on",
            "birth_year",
            "declares_migration_history",
            "note",
        ]
        help_texts = {
            "email": "Für Einladungen zu Schulungen und die Anmeldung im Portal.",
            "birth_year": "Nur wenn gebraucht, zum Beispiel für die Ehrenamtskarte.",
            "declares_migration_history": "Freiwillige Angabe; sie wird nur gezählt, nie gelistet.",
            "note": "Kurz und sachlich. Die Person hat das Recht, diese Notiz zu lesen.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Leaving has a page of its own, because it has a day and consequences.
        self.fields["declares_migration_history"].widget.choices = [
            ("unknown", "keine Angabe"),
            ("true", "ja"),
            ("false", "nein"),
        ]
        self.fields["status"].choices = [
            choice for choice in Volunteer.Status.choices if choice[0] != Volunteer.Status.LEFT
        ]
        if self.instance.pk:
            today = timezone.localdate()
            self.initial["languages"] = [
                skill.language_id for skill in self.instance.language_skills.on(today)
            ]
            self.initial["fields_of_engagement"] = [
                engagement.field_id for engagement in self.instance.engagements.on(today)
            ]

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise forms.ValidationError("Bitte geben Sie ein Jahr zwischen 1900 und heute an.")
        return year

    def clean_joined_on(self) -> dt.date:
        joined_on = self.cleaned_data["joined_on"]
        if not dt.date(1950, 1, 1) <= joined_on <= timezone.localdate():
            raise forms.ValidationError("Bitte geben Sie einen Tag zwischen 1950 und heute an.")
        return joined_on

    def clean_postcode(self) -> str:
        postcode = self.cleaned_data["postcode"]
        if postcode and not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
            raise forms.ValidationError("Eine Postleitzahl hat fünf Ziffern.")
        return postcode

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class DepartureForm(BaseForm):
    on = forms.DateField(label="Ausgeschieden am", initial=timezone.localdate)

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on

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


def clean_joined_on(form: Any) -> dt.date:
    joined_on: dt.date = form.cleaned_data["joined_on"]
    if not dt.date(1950, 1, 1) <= joined_on <= timezone.localdate():
        raise forms.ValidationError("Bitte geben Sie einen Tag zwischen 1950 und heute an.")
    return joined_on


class PersonForm(VersionedModelForm):
    """What is asked first of somebody who comes; the rest is added section by section."""

    class Meta:
        model = Volunteer
        fields = ["first_name", "last_name", "email", "phone", "status", "joined_on"]
        help_texts = {
            "email": "Für Einladungen zu Schulungen und die Anmeldung im Portal.",
            "joined_on": "Bei „interessiert“: der Tag, an dem sich die Person gemeldet hat.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = Volunteer.Status.PROSPECT, Volunteer.Status.INTERVIEWED, Volunteer.Status.ACTIVE
        self.fields["status"].choices = [(status.value, status.label) for status in coming]
        self.fields["joined_on"].label = "seit"

    clean_joined_on = clean_joined_on

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class StatusForm(BaseForm):
    """The next step; leaving has a page of its own, because it has consequences."""

    status = forms.ChoiceField(label="Neuer Status", widget=forms.RadioSelect)
    on = forms.DateField(
        label="Gilt ab",
        initial=timezone.localdate,
        help_text="Nicht vor dem letzten Wechsel und nicht in der Zukunft.",
    )

    def __init__(self, *args: Any, volunteer: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [Volunteer.Status(step) for step in volunteer.next_statuses]
        choices = [(step.value, step.label) for step in steps if step != Volunteer.Status.LEFT]
        self.fields["status"].choices = choices
        self.fields["status"].initial = choices[0][0]


class DepartureForm(BaseForm):
    on = forms.DateField(label="Ausgeschieden am", initial=timezone.localdate)

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm, BaseModelForm, FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from networking.models import ContactPerson, Organization, Partner
from volunteers.models import TaskArea

NO_WEB_ADDRESS = "Das ist keine Internetadresse. Beispiel: https://www.beispiel.de"


class PartnerFilter(django_filters.FilterSet):
    STATES = [("current", "aktuell"), ("unconfirmed", "bitte nachfragen"), ("ended", "beendet")]

    q = django_filters.CharFilter(
        label="Name, Ort, Angebot oder Ansprechperson", method="search", max_length=200
    )
    kind = django_filters.ChoiceFilter(
        label="Art", choices=Partner.Kind.choices, empty_label="alle"
    )
    task_area = django_filters.ChoiceFilter(
        label="Aufgabenfeld", choices=TaskArea.choices, method="supports", empty_label="alle"
    )
    is_public = django_filters.ChoiceFilter(
        label="Öffentlich",
        choices=[("yes", "ja"), ("no", "nein")],
        method="shown",
        empty_label="alle",
    )
    state = django_filters.ChoiceFilter(
        label="Stand", choices=STATES, method="in_state", empty_label="alle"
    )

    class Meta:
        model = Partner
        form = FilterForm
        fields = ["q", "kind", "task_area", "is_public", "state"]

    def search(self, partners: Any, name: str, text: str) -> QuerySet:
        return partners.search_with_contacts(text)

    def supports(self, partners: Any, name: str, task_area: str) -> QuerySet:
        return partners.supporting(task_area)

    def shown(self, partners: Any, name: str, answer: str) -> QuerySet:
        return partners.filter(is_public=answer == "yes")

    def in_state(self, partners: Any, name: str, state: str) -> QuerySet:
        today = timezone.localdate()
        if state == "ended":
            return partners.ended()
        return partners.unconfirmed(on=today) if state == "unconfirmed" else partners.on(today)


class DirectoryFilter(django_filters.FilterSet):
    """What everybody may ask; it looks at nothing that the page does not show."""

    q = django_filters.CharFilter(label="Name, Ort oder Angebot", method="search", max_length=200)
    task_area = django_filters.ChoiceFilter(
        label="Aufgabenfeld", choices=TaskArea.choices, method="supports", empty_label="alle"
    )

    class Meta:
        model = Partner
        form = FilterForm
        fields = ["q", "task_area"]

    def search(self, partners: Any, name: str, text: str) -> QuerySet:
        return partners.search(text)

    def supports(self, partners: Any, name: str, task_area: str) -> QuerySet:
        return partners.supporting(task_area)


class OwnPartnerForm(VersionedModelForm):
    """What a partner says about themselves; name, kind and publication are the Lotsin's."""

    task_areas = forms.MultipleChoiceField(
        label="Unterstützt bei", choices=TaskArea.choices, required=False
    )

    groups = [
        ("Erreichbarkeit", ["address", "place", "phone", "email", "website"]),
        ("Angebote", ["offers_text", "task_areas"]),
    ]

    class Meta:
        model = Partner
        fields = ["address", "place", "phone", "email", "website", "offers_text", "task_areas"]
        help_texts = {
            "email": "Die Adresse der Einrichtung. Personen stehen unter „Ansprechpersonen“.",
            "offers_text": "Was es gibt, für wen und wann. Kurze Sätze, keine Abkürzungen.",
        }
        error_messages = {"website": {"invalid": NO_WEB_ADDRESS}}


class PartnerForm(OwnPartnerForm):
    groups = [
        *OwnPartnerForm.groups,
        ("Zusammenarbeit", ["partner_since", "organization", "is_public", "note"]),
    ]

    class Meta(OwnPartnerForm.Meta):
        fields = [
            "name",
            "kind",
            *OwnPartnerForm.Meta.fields,
            "partner_since",
            "organization",
            "is_public",
            "note",
        ]
        help_texts = OwnPartnerForm.Meta.help_texts | {
            "organization": "Nur wenn der Partner zu einer Organisation gehört, die es auch in "
            "anderen Kreisen gibt.",
            "is_public": "Alle sehen dann Name, Art, Erreichbarkeit und Angebote auf der "
            "öffentlichen Seite Ihres Kreises.",
            "note": "Nur für Sie und Ihre Kolleginnen und Kollegen; der Partner sieht sie nicht.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organization: Any = self.fields["organization"]
        organization.queryset = Organization.objects.order_by("name")
        organization.empty_label = "keine"
        if self.instance.is_ended:
            del self.fields["is_public"]

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Partner.objects.exclude(pk=self.instance.pk).filter(name__iexact=name).exists():
            raise forms.ValidationError("Einen Partner mit diesem Namen gibt es schon.")
        return name

    def clean_partner_since(self) -> dt.date:
        since = self.cleaned_data["partner_since"]
        if since > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        if self.instance.is_ended and since > self.instance.partner_until:
            raise forms.ValidationError("Der Beginn kann nicht nach dem Ende liegen.")
        return since


class EndForm(BaseForm):
    on = forms.DateField(label="Letzter Tag der Zusammenarbeit", initial=timezone.localdate)

    def clean_on(self) -> dt.date:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on


class OrganizationForm(BaseModelForm):
    class Meta:
        model = Organization
        fields = ["name", "website"]
        help_texts = {
            "name": "Der amtliche Name, zum Beispiel „Caritasverband der Erzdiözese München und "
            "Freising“. Keine Namen von Personen.",
        }
        error_messages = {"website": {"invalid": NO_WEB_ADDRESS}}

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class ContactForm(VersionedModelForm):
    class Meta:
        model = ContactPerson
        fields = ["name", "function", "phone", "email", "is_public"]
        help_texts = {
            "function": "Zum Beispiel „Leitung“ oder „Koordination Ehrenamt“.",
            "is_public": "Nur wenn die Person einverstanden ist. Alle sehen dann Name, Funktion, "
            "Telefon und E-Mail auf der öffentlichen Seite Ihres Kreises.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.membership_id:
            self.fields[
                "email"
            ].help_text = (
                "Für die Anmeldung im Portal gilt weiter die Adresse, an die der Zugang ging."
            )

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = self.instance.partner.contacts.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("Diese Person steht schon bei diesem Partner.")
        return name

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

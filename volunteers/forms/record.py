"""One short form for each section of a person's page.

Each is a form of the person, also where it fills other rows: so the second of two editors is told,
whatever part of the record the first has saved.
"""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from lotsen_portal.common.versions import VersionedModelForm
from lotsen_portal.tenancy.models import Municipality
from volunteers.forms.people import clean_joined_on, clean_phone
from volunteers.forms.widgets import WeekGrid
from volunteers.models import Availability, EngagementField, Tag, TargetGroup, Volunteer
from volunteers.models.volunteer import OF_AGE

NOTE_WARNING = (
    "Kurz und sachlich, nichts über Herkunft, Religion oder Gesundheit. Die Person kann diese"
    " Notiz lesen."
)

HOURS = "Bitte geben Sie zwischen 0,5 und 60 Stunden an, zum Beispiel 2,5."


def check_of_age(of_age_on: dt.date, *, birth_year: int | None) -> None:
    """Refuse a day on which nobody can come of age who was born in that year."""
    if birth_year and of_age_on.year != birth_year + OF_AGE:
        raise forms.ValidationError(
            f"Das passt nicht zusammen: Wer {birth_year} geboren ist, wird {birth_year + OF_AGE}"
            f" volljährig, nicht {of_age_on.year}."
        )


def clean_of_age_on(form: Any) -> dt.date | None:
    on: dt.date | None = form.cleaned_data["of_age_on"]
    if on and "of_age_on" in form.changed_data:
        today = timezone.localdate()
        if (on.year - OF_AGE, on.month, on.day) > (today.year, today.month, today.day):
            raise forms.ValidationError("So weit im Voraus ist noch niemand geboren.")
        check_of_age(on, birth_year=form.instance.birth_year)
    return on


class SectionForm(VersionedModelForm):
    """`beside` names the fields that are no columns of the person, as their action takes them."""

    beside: tuple[str, ...] = ()

    @property
    def rows(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.beside}


class ContactForm(SectionForm):
    groups = [
        ("Erreichbarkeit", ["email", "phone"]),
        ("Adresse", ["street", "postcode", "place", "municipality"]),
        ("Freiwillige Angaben", ["birth_year", "declares_migration_history"]),
    ]

    class Meta:
        model = Volunteer
        fields = [
            "salutation",
            "first_name",
            "last_name",
            "email",
            "phone",
            "street",
            "postcode",
            "place",
            "municipality",
            "birth_year",
            "declares_migration_history",
        ]
        help_texts = {
            "email": "Für Einladungen zu Schulungen und die Anmeldung im Portal.",
            "street": "Nur, wenn Sie der Person Briefe schreiben.",
            "municipality": "Damit finden Sie, wer in der Nähe wohnt.",
            "birth_year": "Nur wenn gebraucht, zum Beispiel für die Ehrenamtskarte.",
            "declares_migration_history": "Freiwillige Angabe; sie wird nur gezählt, nie gelistet.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["salutation"].choices = [("", "ohne"), *Volunteer.Salutation.choices]
        self.fields["municipality"].queryset = Municipality.objects.order_by("name")
        self.fields["municipality"].empty_label = "keine Angabe"
        self.fields["declares_migration_history"].widget.choices = [
            ("unknown", "keine Angabe"),
            ("true", "ja"),
            ("false", "nein"),
        ]

    clean_phone = clean_phone

    def clean_birth_year(self) -> int | None:
        year = self.cleaned_data["birth_year"]
        if year is not None and not 1900 <= year <= timezone.localdate().year:
            raise forms.ValidationError("Bitte geben Sie ein Jahr zwischen 1900 und heute an.")
        of_age_on = self.instance.of_age_on
        if year and of_age_on and "birth_year" in self.changed_data:
            check_of_age(of_age_on, birth_year=year)
        return year

    def clean_postcode(self) -> str:
        postcode = self.cleaned_data["postcode"]
        if postcode and not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
            raise forms.ValidationError("Eine Postleitzahl hat fünf Ziffern.")
        return postcode

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class EngagementForm(SectionForm):
    engaged_in = forms.ModelMultipleChoiceField(
        label="Hilft bei",
        queryset=EngagementField.objects.order_by("position", "name"),
        required=False,
    )
    helps = forms.ModelMultipleChoiceField(
        label="Hilft gern",
        queryset=TargetGroup.objects.order_by("position", "name"),
        required=False,
    )
    mobility = forms.MultipleChoiceField(
        label="Unterwegs mit", choices=Volunteer.Mobility.choices, required=False
    )
    goes_to = forms.ModelMultipleChoiceField(
        label="Oder nur in diesen Gemeinden",
        queryset=Municipality.objects.order_by("name"),
        required=False,
        help_text="Ohne Häkchen: in der eigenen Gemeinde und in der Nähe.",
    )

    beside = ("engaged_in", "helps", "goes_to")
    groups = [
        ("Wobei und wem", ["engaged_in", "helps"]),
        ("Wo", ["mobility", "goes_anywhere", "goes_to"]),
    ]

    class Meta:
        model = Volunteer
        fields = ["joined_on", "mobility", "goes_anywhere"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.fields["goes_anywhere"].label = "Hilft im ganzen Kreis"
        current = person.engagements.filter(ends_on__isnull=True)
        self.initial["engaged_in"] = list(current.values_list("field_id", flat=True))
        helps, goes_to = person.target_groups.all(), person.municipalities.all()
        self.initial["helps"] = list(helps.values_list("target_group_id", flat=True))
        self.initial["goes_to"] = list(goes_to.values_list("municipality_id", flat=True))

    def clean_joined_on(self) -> dt.date:
        joined_on = clean_joined_on(self)
        if self.instance.left_on and joined_on > self.instance.left_on:
            raise forms.ValidationError("Der Beginn kann nicht nach dem Austritt liegen.")
        return joined_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("goes_anywhere"):
            # Who goes everywhere goes there too.
            cleaned["goes_to"] = Municipality.objects.none()
        return cleaned


class AvailabilityForm(SectionForm):
    times = forms.MultipleChoiceField(
        label="Hat meistens Zeit",
        choices=[
            (f"{day.value}-{slot.value}", f"{day.label} {slot.label}")
            for day in Availability.Weekday
            for slot in Availability.Slot
        ],
        widget=WeekGrid,
        required=False,
    )

    beside = ("times",)

    class Meta:
        model = Volunteer
        fields = ["hours_per_week", "short_notice", "available_from", "available_until"]
        help_texts = {"available_from": "Nur, wenn es einen Beginn oder ein Ende gibt."}
        error_messages = {
            "hours_per_week": dict.fromkeys(
                [
                    *("invalid", "min_value", "max_value"),
                    *("max_digits", "max_whole_digits", "max_decimal_places"),
                ],
                HOURS,
            )
        }

    field_order = ["times", *Meta.fields]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["short_notice"].label = "Hilft auch kurzfristig"
        held = self.instance.availabilities.values_list("weekday", "slot")
        self.initial["times"] = [f"{weekday}-{slot}" for weekday, slot in held]

    @property
    def rows(self) -> dict[str, Any]:
        pairs = [value.split("-") for value in self.cleaned_data["times"]]
        return {"times": [(int(weekday), slot) for weekday, slot in pairs]}


class MinorForm(SectionForm):
    class Meta:
        model = Volunteer
        fields = ["of_age_on", "guardian_name", "guardian_consented_on"]
        labels = {"guardian_name": "Namen der Sorgeberechtigten"}
        help_texts = {
            "of_age_on": "Der 18. Geburtstag. Leer heißt: volljährig.",
            "guardian_consented_on": "Ohne sie kann die Person nicht „aktiv“ werden.",
        }

    clean_of_age_on = clean_of_age_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("guardian_consented_on") and not cleaned.get("guardian_name"):
            self.add_error("guardian_name", "Bitte tragen Sie ein, wer eingewilligt hat.")
        return cleaned

    def clean_guardian_consented_on(self) -> dt.date | None:
        on: dt.date | None = self.cleaned_data["guardian_consented_on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on


class TagsForm(SectionForm):
    tags = forms.ModelMultipleChoiceField(
        label="Schlagwörter", queryset=Tag.objects.order_by("name"), required=False
    )
    new = forms.CharField(
        label="Neue Schlagwörter",
        max_length=300,
        required=False,
        help_text="Mehrere durch Komma getrennt. Nichts über Herkunft, Religion oder Gesundheit.",
    )

    beside = ("tags", "new")

    class Meta:
        model = Volunteer
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["tags"] = list(self.instance.tags.values_list("tag_id", flat=True))

    def clean_new(self) -> list[str]:
        names = [" ".join(part.split()) for part in self.cleaned_data["new"].split(",")]
        most = Tag._meta.get_field("name").max_length or 0
        if too_long := [name for name in names if len(name) > most]:
            raise forms.ValidationError(
                f"„{too_long[0][:20]}…“ ist zu lang. Ein Schlagwort hat höchstens {most} Zeichen."
            )
        # The same word twice is one; the first spelling counts.
        return list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]


class NoteForm(SectionForm):
    class Meta:
        model = Volunteer
        fields = ["last_contact_on", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"note": NOTE_WARNING}

    def clean_last_contact_on(self) -> dt.date | None:
        on: dt.date | None = self.cleaned_data["last_contact_on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on

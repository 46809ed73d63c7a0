import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm, FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from lotsen_portal.tenancy.models import Municipality
from volunteers.models import HelperCircle, Volunteer

# So many are offered; whoever is not among them is found by name.
OFFERED = 20


class CircleForm(VersionedModelForm):
    places = forms.ModelMultipleChoiceField(
        label="Gemeinden", queryset=Municipality.objects.order_by("name"), required=False
    )

    class Meta:
        model = HelperCircle
        fields = ["name", "description", "meets", "founded_on"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"meets": "Zum Beispiel: jeden ersten Dienstag, 18 Uhr, Pfarrheim"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            held = self.instance.municipalities.values_list("municipality_id", flat=True)
            self.initial["places"] = list(held)

    def clean_founded_on(self) -> dt.date:
        return _not_in_the_future(self.cleaned_data["founded_on"])


class DayForm(BaseForm):
    """On which day something ends."""

    on = forms.DateField(label="Letzter Tag", initial=timezone.localdate)

    def clean_on(self) -> dt.date:
        return _not_in_the_future(self.cleaned_data["on"])


class FindForm(FilterForm):
    q = forms.CharField(label="Name, Ort oder E-Mail", required=False, max_length=100)

    @property
    def wanted(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, volunteer: Any) -> str:
        return f"{volunteer.listed_name} ({volunteer.place or 'ohne Ort'})"


class NewMemberForm(BaseForm):
    """Whom the registry offers is narrowed by a search; any other is refused."""

    volunteer = PersonChoice(
        label="Person",
        queryset=Volunteer.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    on = forms.DateField(label="Gehört dazu seit", initial=timezone.localdate)
    is_coordinator = forms.BooleanField(
        label="Koordiniert den Helferkreis",
        required=False,
        help_text="Sieht dann Namen, Telefonnummern und E-Mail-Adressen aller Mitglieder.",
    )

    def __init__(self, *args: Any, people: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["volunteer"]
        field.queryset = people
        field.choices = [(person.pk, field.label_from_instance(person)) for person in offered]

    def clean_on(self) -> dt.date:
        return _not_in_the_future(self.cleaned_data["on"])


class MessageForm(BaseForm):
    subject = forms.CharField(label="Betreff", max_length=150)
    text = forms.CharField(
        label="Nachricht",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Anrede und Ihr Name stehen schon in der E-Mail.",
    )


def _not_in_the_future(day: dt.date) -> dt.date:
    if day > timezone.localdate():
        raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
    return day

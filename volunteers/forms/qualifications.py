import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from volunteers.forms.record import SectionForm
from volunteers.models import Qualification, Volunteer


class QualificationForm(SectionForm):
    """A qualification as part of the record; `qualification` is the row it fills."""

    name = forms.CharField(
        label="Bezeichnung", max_length=200, help_text="Zum Beispiel: Erste Hilfe, Juleica"
    )
    issuer = forms.CharField(label="Ausgestellt von", max_length=150, required=False)
    acquired_on = forms.DateField(label="Erworben am")
    expires_on = forms.DateField(
        label="Gültig bis",
        required=False,
        help_text="Vorher erinnert das Portal Sie und die Person.",
    )

    class Meta:
        model = Volunteer
        fields: list[str] = []

    def __init__(self, *args: Any, qualification: Qualification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.qualification = qualification
        for name in ("name", "issuer", "acquired_on", "expires_on"):
            self.initial[name] = getattr(qualification, name)

    def clean_acquired_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["acquired_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begun, until = cleaned.get("acquired_on"), cleaned.get("expires_on")
        if begun and until and until < begun:
            self.add_error("expires_on", "„Gültig bis“ liegt vor „erworben am“.")
        return cleaned

    @property
    def filled(self) -> Qualification:
        """Return the row with what was typed."""
        for name in ("name", "issuer", "acquired_on", "expires_on"):
            setattr(self.qualification, name, self.cleaned_data[name])
        return self.qualification

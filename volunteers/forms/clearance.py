import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm

# When § 30a BZRG came into force.
FIRST_DAY = dt.date(2010, 5, 1)


class ClearanceForm(BaseForm):
    """What may be kept of a Führungszeugnis; whether it raises doubts is never written down."""

    issued_on = forms.DateField(label="Ausgestellt am", help_text="Steht auf dem Führungszeugnis.")
    seen_on = forms.DateField(label="Gesehen am", initial=timezone.localdate)
    seen_by = forms.CharField(label="Gesehen von", max_length=150)

    def __init__(self, *args: Any, seen_by: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_by"].initial = seen_by

    def clean_seen_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["seen_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        if on < FIRST_DAY:
            raise forms.ValidationError("Erweiterte Führungszeugnisse gibt es erst seit 2010.")
        return on

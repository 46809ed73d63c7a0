import datetime as dt

from django import forms
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm
from volunteers.models import ConfidentialityText


class TextForm(BaseForm):
    text = forms.CharField(
        label="Wortlaut",
        max_length=ConfidentialityText._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text="Eine leere Zeile beginnt einen neuen Absatz.",
    )


class SignatureForm(BaseForm):
    signed_on = forms.DateField(label="Unterschrieben am", initial=timezone.localdate)

    def clean_signed_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["signed_on"]
        if on > timezone.localdate():
            raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
        return on

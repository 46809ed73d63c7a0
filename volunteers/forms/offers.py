from typing import Any

from django import forms

from lotsen_portal.common import phones
from lotsen_portal.common.openforms import OpenForm, one_line
from lotsen_portal.tenancy.models import Municipality
from volunteers.models import HelpOffer


class OfferForm(OpenForm):
    """What is asked of somebody who would like to help: only what a first call needs."""

    first_name = forms.CharField(
        label="Vorname",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Nachname",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.EmailField(
        label="E-Mail",
        max_length=254,
        help_text="Dorthin schicken wir einen Link, mit dem Sie Ihr Angebot bestätigen.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Telefon",
        max_length=50,
        required=False,
        help_text="Wenn wir Sie lieber anrufen sollen.",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    municipality = forms.ModelChoiceField(
        label="Wo wohnen Sie?",
        queryset=Municipality.objects.order_by("name"),
        required=False,
        empty_label="keine Angabe",
    )
    message = forms.CharField(
        label="Was möchten Sie uns sagen?",
        max_length=1000,
        required=False,
        help_text="Zum Beispiel: wobei Sie helfen möchten, welche Sprachen Sie sprechen, wann Sie"
        " Zeit haben. Bitte nichts über Religion oder Gesundheit.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.fields["municipality"].queryset.exists():
            del self.fields["municipality"]

    def clean_first_name(self) -> str:
        return one_line(self.cleaned_data["first_name"])

    def clean_last_name(self) -> str:
        return one_line(self.cleaned_data["last_name"])

    def clean_phone(self) -> str:
        return phones.checked(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def offer(self) -> HelpOffer:
        """Return what was typed, once the form is valid."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name != "opened"}
        return HelpOffer(**typed)

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from lotsen_portal.common import phones
from lotsen_portal.common.forms import BaseForm
from lotsen_portal.common.versions import VersionedModelForm
from volunteers.matching.alike import like
from volunteers.models import Volunteer

# More names nobody compares.
SHOWN = 5
ASK = (
    "Vielleicht steht die Person schon im Verzeichnis. Unten sehen Sie, wer ihr gleicht. Ist es"
    " jemand anderes, nehmen Sie sie trotzdem auf."
)


def clean_joined_on(form: Any) -> dt.date:
    joined_on: dt.date = form.cleaned_data["joined_on"]
    if not dt.date(1950, 1, 1) <= joined_on <= timezone.localdate():
        raise forms.ValidationError("Bitte geben Sie einen Tag zwischen 1950 und heute an.")
    return joined_on


def clean_phone(form: Any) -> str:
    """Refuse what is no number; one that stands there from before keeps nobody from the rest."""
    typed: str = form.cleaned_data["phone"]
    return phones.checked(typed) if "phone" in form.changed_data else typed


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
        self.fields["joined_on"].label = "Seit"
        self.alike: list[dict[str, Any]] = []

    def ask_about_doubles(self) -> None:
        """Let nobody be taken in unasked who may be in the registry already."""
        self.alike = like(self.instance)[:SHOWN]
        if self.alike:
            self.add_error(None, ASK)

    clean_joined_on = clean_joined_on
    clean_phone = clean_phone

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

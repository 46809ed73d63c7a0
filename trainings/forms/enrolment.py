"""What people fill in to take part, and the Lotsin on their behalf; who was there."""

from collections.abc import Iterable
from typing import Any

from django import forms

from lotsen_portal.common.forms import BaseForm
from lotsen_portal.common.openforms import OpenForm, one_line
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Tenant
from trainings.actions.enrolment import NoAddress, Participant
from trainings.models import Attendance, Registration
from volunteers.models import Volunteer


class ParticipantForm(BaseForm):
    name = forms.CharField(
        label="Vor- und Nachname",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="E-Mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label="Telefon",
        max_length=50,
        required=False,
        help_text="Für den Fall, dass sich kurz vorher etwas ändert.",
        widget=forms.TextInput(attrs={"autocomplete": "tel"}),
    )
    home_tenant = forms.ModelChoiceField(
        label="In welchem Kreis sind Sie ehrenamtlich tätig?",
        queryset=Tenant.objects.order_by("name", "kind"),
        required=False,
    )
    needs = forms.CharField(
        label="Was brauchen Sie, um teilzunehmen?",
        max_length=500,
        required=False,
        help_text="Zum Beispiel: Rollstuhlplatz, Kinderbetreuung, Mitfahrgelegenheit.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = active_tenant()
        self.fields["home_tenant"].empty_label = f"{here} (dieser Kreis)"
        self.fields["home_tenant"].queryset = Tenant.objects.exclude(pk=here.pk).order_by(
            "name", "kind"
        )

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def participant(self) -> Participant:
        """Return what was typed, once the form is valid."""
        names = ("name", "email", "phone", "needs", "home_tenant")
        return Participant(**{name: self.cleaned_data[name] for name in names})


class SignUpForm(OpenForm, ParticipantForm):
    """Sign-up without an account."""


class VolunteerChoice(forms.ModelChoiceField):
    def label_from_instance(self, volunteer: Any) -> str:
        address = volunteer.email or "ohne E-Mail"
        return f"{volunteer.last_name}, {volunteer.first_name} ({address})"


class OnBehalfForm(ParticipantForm):
    """Somebody of the Kreis's registry, or a name and an address."""

    volunteer = VolunteerChoice(
        label="Person aus dem Verzeichnis", queryset=Volunteer.objects.none(), required=False
    )
    field_order = ["volunteer", "name", "email", "phone", "home_tenant", "needs"]
    groups = [("Oder jemand anderes", ["name", "email", "phone", "home_tenant"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].queryset = Volunteer.objects.exclude(
            status=Volunteer.Status.LEFT
        ).order_by("sort_key", "pk")
        self.fields["volunteer"].empty_label = "– nicht im Verzeichnis –"
        self.fields["home_tenant"].label = "Kommt aus"
        self.fields["needs"].label = "Was braucht die Person, um teilzunehmen?"
        for name in ("name", "email"):
            self.fields[name].required = False
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.has_error("volunteer"):
            return cleaned
        if chosen := cleaned.get("volunteer"):
            if cleaned.get("name") or cleaned.get("email"):
                self.add_error(
                    "name", "Bitte wählen Sie entweder eine Person oder geben Sie einen Namen ein."
                )
            elif not chosen.email:
                self._say_no_address(chosen)
            return cleaned
        for name in ("name", "email"):
            if not cleaned.get(name) and not self.has_error(name):
                self.add_error(name, "Bitte füllen Sie dieses Feld aus oder wählen Sie oben aus.")
        return cleaned

    def _say_no_address(self, chosen: Volunteer) -> None:
        try:
            Participant.of(chosen)
        except NoAddress as error:
            self.add_error("volunteer", str(error))

    def participant(self) -> Participant:
        if chosen := self.cleaned_data["volunteer"]:
            return Participant.of(chosen, needs=self.cleaned_data["needs"])
        return super().participant()


class AttendanceForm(BaseForm):
    """One choice per confirmed participant of a session; nobody is there by default."""

    CHOICES = [("yes", "anwesend"), ("no", "nicht anwesend"), ("", "noch offen")]
    MEANING = {"yes": True, "no": False, "": None}
    marks_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        registrations: Iterable[Registration],
        stored: Iterable[Attendance],
    ) -> None:
        super().__init__(data)
        self.registrations = list(registrations)
        present = {row.registration_id: row.present for row in stored}
        words = {meaning: word for word, meaning in self.MEANING.items()}
        for registration in self.registrations:
            self.fields[f"r{registration.pk}"] = forms.ChoiceField(
                label=registration.name,
                choices=self.CHOICES,
                widget=forms.RadioSelect,
                required=False,
                initial=words[present.get(registration.pk)],
                # The page says what it showed, so that a colleague's entry stays untouched.
                show_hidden_initial=True,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else entered since the page was shown."""
        cleaned = super().clean() or self.cleaned_data
        for name in self._chosen():
            shown = self.data.get(f"initial-{name}", self[name].initial)
            if self[name].initial not in (shown, cleaned.get(name)):
                self._show_anew(name)
        return cleaned

    def _show_anew(self, name: str) -> None:
        # Else the next sending would say again that the page had shown the older entry.
        self.data = {**self.data, f"initial-{name}": self[name].initial}
        entered = dict(self.CHOICES)[self[name].initial]
        self.add_error(
            name,
            f"Inzwischen steht hier „{entered}“. Bitte prüfen Sie Ihre Auswahl und speichern Sie "
            "noch einmal.",
        )

    def _chosen(self) -> list[str]:
        """Return the fields that were sent and say something else than the page did."""
        return [
            name
            for name in self.fields
            if name in self.data
            and (f"initial-{name}" not in self.data or name in self.changed_data)
        ]

    def presence(self) -> dict[int, bool | None]:
        """Return by registration what was chosen; what was left as it stood is left out."""
        return {int(name[1:]): self.MEANING[self.cleaned_data[name]] for name in self._chosen()}

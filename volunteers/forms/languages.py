import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm
from volunteers.forms.record import SectionForm
from volunteers.models import Language, LanguageSkill, Volunteer

ABILITIES = ("speaks", "writes", "interprets")


def clean_past(on: dt.date) -> dt.date:
    if on > timezone.localdate():
        raise forms.ValidationError("Der Tag darf nicht in der Zukunft liegen.")
    return on


class _SkillForm(SectionForm):
    level = forms.ChoiceField(
        label="Niveau",
        choices=[("", "keine Angabe"), *LanguageSkill.Level.choices],
        required=False,
    )
    speaks = forms.BooleanField(label="spricht", required=False, initial=True)
    writes = forms.BooleanField(label="schreibt", required=False)
    interprets = forms.BooleanField(
        label="dolmetscht",
        required=False,
        help_text="Zum Dolmetschen empfehlen Kreise Deutsch mindestens auf B2.",
    )
    certificate = forms.CharField(
        label="Nachweis",
        max_length=100,
        required=False,
        help_text="Zum Beispiel: telc B2, 2024",
    )

    class Meta:
        model = Volunteer
        fields: list[str] = []

    @property
    def skill(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("level", *ABILITIES, "certificate")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ABILITIES):
            self.add_error("speaks", "Bitte wählen Sie mindestens eines aus.")
        return cleaned


class NewSkillForm(_SkillForm):
    # In the order of the preset: what most people speak comes first.
    language = forms.ModelChoiceField(
        label="Sprache", queryset=Language.objects.order_by("pk"), empty_label="bitte wählen"
    )
    starts_on = forms.DateField(
        label="Gilt ab", initial=timezone.localdate, help_text="Zahlen eines Jahres zählen danach."
    )

    field_order = ["language", "level", *ABILITIES, "certificate", "starts_on"]

    def clean_starts_on(self) -> dt.date:
        return clean_past(self.cleaned_data["starts_on"])


class SkillForm(_SkillForm):
    on = forms.DateField(
        label="Gilt ab",
        initial=timezone.localdate,
        help_text="Bis dahin gilt der bisherige Eintrag weiter, für die Zahlen früherer Jahre.",
    )

    field_order = ["level", *ABILITIES, "certificate", "on"]

    def __init__(self, *args: Any, skill: LanguageSkill, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("level", *ABILITIES, "certificate"):
            self.initial[name] = getattr(skill, name)
        self.fields[
            "on"
        ].help_text += f" Ein Tippfehler? Dann den {skill.starts_on:%d.%m.%Y} eintragen."

    def clean_on(self) -> dt.date:
        return clean_past(self.cleaned_data["on"])


class SkillEndForm(BaseForm):
    on = forms.DateField(label="Gilt bis", initial=timezone.localdate)

    def clean_on(self) -> dt.date:
        return clean_past(self.cleaned_data["on"])

"""Texts of a report, its release, and what is kept about its presentation."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from evaluation.forms.printed import PrintedForm
from evaluation.models import NarrativeSection, ReportRelease
from lotsen_portal.common.forms import BaseForm
from lotsen_portal.common.templatetags.portal import date_de
from lotsen_portal.common.versions import VersionedModelForm

PLEASE_CHOOSE = "Bitte wählen"
PRESENTATION = ["signed_on", "presented_on", "presented_by"]
TICK_ALL = "Bitte setzen Sie alle Häkchen oder ändern Sie vorher, was nicht stimmt."
STAYS = (
    "Hier ist schon etwas eingetragen. Ändern Sie es; zum Löschen gibt es „Eintrag zurücknehmen“."
)


class SectionForm(PrintedForm):
    class Meta:
        model = NarrativeSection
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}


class ReleaseForm(BaseForm):
    """One box for each objection; all of them have to be ticked."""

    confirmed = forms.MultipleChoiceField(
        label="Bitte bestätigen Sie einzeln, was so bleiben soll",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": TICK_ALL},
    )

    def __init__(self, *args: Any, objections: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [objection.key for objection in objections]
        if not objections:
            del self.fields["confirmed"]
            return
        confirmed: Any = self.fields["confirmed"]
        confirmed.choices = [(objection.key, objection.sentence) for objection in objections]

    def clean_confirmed(self) -> list[str]:
        confirmed = self.cleaned_data["confirmed"]
        if set(self.keys) - set(confirmed):
            raise forms.ValidationError(TICK_ALL)
        return confirmed


class PresentationForm(VersionedModelForm):
    """What is stored can be corrected here; taking it back has a page of its own."""

    class Meta:
        model = ReportRelease
        fields = PRESENTATION

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = list(ReportRelease.Way.choices)
        if not self.instance.report.grant.directive.accepts_portal_submission:
            ways.remove((ReportRelease.Way.PORTAL, ReportRelease.Way.PORTAL.label))
        presented_by: Any = self.fields["presented_by"]
        presented_by.choices = [("", PLEASE_CHOOSE), *ways]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._require_something(cleaned)
        for name in ("signed_on", "presented_on"):
            if day := cleaned.get(name):
                self._require_possible(name, day)
        signed_on, presented_on = cleaned.get("signed_on"), cleaned.get("presented_on")
        if signed_on and presented_on and signed_on > presented_on:
            self.add_error("presented_on", "Vorgelegt wird erst nach der Unterschrift.")
        way = cleaned.get("presented_by")
        if presented_on and not way and "presented_by" not in self.errors:
            self.add_error("presented_by", "Bitte wählen Sie, wie der Nachweis eingereicht wurde.")
        if way and not presented_on and "presented_on" not in self.errors:
            self.add_error("presented_on", "Bitte geben Sie den Tag an.")
        return cleaned

    def _require_something(self, cleaned: dict[str, Any]) -> None:
        for name in PRESENTATION:
            if self.initial.get(name) and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, STAYS)
        if not self.errors and not any(cleaned.get(name) for name in PRESENTATION):
            self.add_error(None, "Noch ist nichts eingetragen; es wurde nichts gespeichert.")

    def _require_possible(self, name: str, day: dt.date) -> None:
        released_on = timezone.localdate(self.instance.released_at)
        if day > timezone.localdate():
            self.add_error(name, "Der Tag darf nicht in der Zukunft liegen.")
        elif day < released_on:
            sentence = f"Der Nachweis ist erst am {date_de(released_on)} festgeschrieben worden."
            self.add_error(name, sentence)

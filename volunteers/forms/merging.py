"""Which two entries are one person, and whose words shall stand."""

from collections.abc import Iterator
from typing import Any

from django import forms

from lotsen_portal.common.forms import BaseForm
from volunteers.merging.fields import (
    BOTH,
    KEPT,
    NOTE,
    OTHER,
    QUESTIONS,
    Question,
    both_notes,
    in_order,
)
from volunteers.models import Volunteer


class OtherForm(forms.Form):
    """Name the other entry; everybody of the Kreis but the one whose page it is."""

    other = forms.ModelChoiceField(Volunteer.objects.all(), widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["other"]
        field.queryset = Volunteer.objects.exclude(pk=person.pk)

    @property
    def chosen(self) -> Any:
        """Return the other entry, None where none or nobody of the Kreis is named."""
        return self.cleaned_data["other"] if self.is_valid() else None


class MergeForm(BaseForm):
    """Ask of what differs whose words shall stand; the versions that were seen go along."""

    marks_optional = False

    def __init__(self, *args: Any, person: Volunteer, other: Volunteer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.gone = in_order(person, other)
        self.fields["other"] = forms.IntegerField(widget=forms.HiddenInput, initial=other.pk)
        for name, entry in (("kept_version", self.kept), ("gone_version", self.gone)):
            self.fields[name] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=entry.version
            )
        for question in self._asked():
            self.fields[question.key] = forms.ChoiceField(
                label=question.label,
                choices=self._choices(question),
                initial=question.suggested(self.kept, self.gone),
                widget=forms.RadioSelect,
            )

    def _asked(self) -> Iterator[Question]:
        return (one for one in QUESTIONS if not one.is_same(self.kept, self.gone))

    def _choices(self, question: Question) -> list[tuple[str, str]]:
        choices = [
            (KEPT, f"Eintrag 1: {question.told(self.kept)}"),
            (OTHER, f"Eintrag 2: {question.told(self.gone)}"),
        ]
        if question is NOTE and both_notes(self.kept, self.gone):
            choices.append((BOTH, "beide, untereinander"))
        return choices

    @property
    def is_stale(self) -> bool:
        """Say whether an entry has changed since the form that was sent was shown."""
        seen = [self.data.get(name) for name in ("kept_version", "gone_version")]
        return self.is_bound and seen != [str(self.kept.version), str(self.gone.version)]

    @property
    def typed(self) -> dict[str, str]:
        """Return what was chosen, to be chosen already when the form is shown anew."""
        keys = [question.key for question in QUESTIONS]
        return {key: self.data[key] for key in keys if key in self.data}

    @property
    def agreed(self) -> list[tuple[str, str]]:
        """Return what both entries say alike, for the page to show."""
        same = (one for one in QUESTIONS if one.is_same(self.kept, self.gone))
        return [(one.label, one.told(self.kept)) for one in same if not one.is_empty(self.kept)]

    @property
    def choices(self) -> dict[str, str]:
        keys = {question.key for question in QUESTIONS}
        return {name: text for name, text in self.cleaned_data.items() if name in keys}

    @property
    def versions(self) -> dict[int, int]:
        """Return by entry the version that was seen when the form was filled in."""
        seen = {self.kept.pk: "kept_version", self.gone.pk: "gone_version"}
        return {pk: self.cleaned_data[name] for pk, name in seen.items()}

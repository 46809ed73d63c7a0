"""What is done with many people at once."""

from typing import Any

from django import forms
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm
from volunteers.models import HelperCircle, Tag, Volunteer


class BulkForm(BaseForm):
    """The number that was shown goes along, so that nobody acts on more people than they saw.

    The filters of the list go along as well, so no field may have the name of one.
    """

    count = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = count
        self.initial["count"] = count

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        shown = data.get("count")
        if shown == self.found:
            return data
        sent: Any = self.data.copy()  # type: ignore[attr-defined]  # the fields of a POST
        sent["count"] = str(self.found)
        self.data = sent
        now = "Es geht um" if shown is None else "Inzwischen sind es"
        before = "" if shown is None else f" statt {shown}"
        raise forms.ValidationError(
            f"{now} {self.found} Personen{before}. Wenn das richtig ist,"
            " schicken Sie das Formular bitte noch einmal ab."
        )


class BulkMessageForm(BulkForm):
    subject = forms.CharField(label="Betreff", max_length=150)
    text = forms.CharField(
        label="Nachricht",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Anrede und Ihr Name stehen schon in der E-Mail.",
    )


class BulkTagForm(BulkForm):
    word = forms.ModelChoiceField(
        Tag.objects.order_by("name"), label="Schlagwort", empty_label="–", required=False
    )
    new = forms.CharField(label="oder ein neues", max_length=60, required=False)
    what = forms.ChoiceField(
        label="Was geschieht",
        choices=[("give", "Schlagwort geben"), ("take", "Schlagwort wegnehmen")],
        initial="give",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        word, new = data.get("word"), " ".join(data.get("new", "").split())
        if bool(word) == bool(new):
            raise forms.ValidationError(
                "Bitte wählen Sie ein Schlagwort oder nennen Sie ein neues."
            )
        data["name"] = word.name if word else new
        return data


class BulkCircleForm(BulkForm):
    joins = forms.ModelChoiceField(
        HelperCircle.objects.filter(dissolved_on=None).order_by("name"),
        label="Helferkreis",
        empty_label="–",
    )
    on = forms.DateField(label="Mitglied ab", initial=timezone.localdate)


class BulkStatusForm(BulkForm):
    becomes = forms.ChoiceField(label="Neuer Status", choices=Volunteer.Status.choices)
    on = forms.DateField(label="Ab", initial=timezone.localdate)


class BulkExportForm(BulkForm):
    suffix = forms.ChoiceField(
        label="Als",
        choices=[
            ("xlsx", "Excel (XLSX)"),
            ("csv", "CSV"),
            ("vcf", "Kontakte für das Adressbuch (vCard)"),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )

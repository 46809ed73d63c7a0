from typing import Any

from django import forms
from django.core.files import File

from lotsen_portal.common.forms import BaseForm
from lotsen_portal.common.uploads import KINDS, LABELS, UnfitFile, Upload, checked

MAX_FILES = 5
CHOOSE_AGAIN = "Bitte wählen Sie die Dateien noch einmal aus; der Browser behält sie nicht."


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class AttachmentsField(forms.FileField):
    """Some files at once; the cleaned value is a list of uploads."""

    widget = FilesInput

    def __init__(self, *, hint: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("label", "Dateien")
        kwargs.setdefault("required", False)
        limits = f"Bis zu {MAX_FILES}, je höchstens 10 MB: {LABELS}."
        kwargs.setdefault("help_text", f"{limits} {hint}".rstrip())
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(f".{suffix}" for suffix in KINDS)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = data or []
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Das sind {len(files)} Dateien; {MAX_FILES} gehen.")
        uploads, errors = [], []
        for file in files:
            try:
                uploads.append(_checked(file))
            except forms.ValidationError as error:
                errors.append(error)
        if errors:
            raise forms.ValidationError(errors)
        return uploads


def _checked(file: File) -> Upload:
    try:
        return checked(file)
    except UnfitFile as error:
        raise forms.ValidationError(str(error)) from None


class FormWithFiles(BaseForm):
    """A form that takes files; one that comes back says that they must be chosen again."""

    attachments = AttachmentsField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors and self.files:
            self.add_error("attachments", CHOOSE_AGAIN)
        return cleaned

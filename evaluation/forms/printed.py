"""What is typed here is printed and frozen, so it must be in the font of the documents."""

import unicodedata
from typing import Any

from django import forms

from lotsen_portal.common.fonts import unprintable
from lotsen_portal.common.versions import VersionedModelForm

NAMED_AT_MOST = 10
WITHOUT_PICTURE = {"Cn", "Co", "Cs"}


class PrintedForm(VersionedModelForm):
    """A form whose texts go into the documents of the report."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(require_printable)


def require_printable(text: str) -> None:
    """Refuse what the documents would show as an empty box, such as emoji."""
    if not (found := unprintable(text)):
        return
    named = ", ".join(map(_named, found[:NAMED_AT_MOST]))
    more = " und weitere" if len(found) > NAMED_AT_MOST else ""
    raise forms.ValidationError(
        f"Im Dokument lassen sich diese Zeichen nicht drucken: {named}{more}. "
        "Bitte löschen oder ersetzen Sie sie."
    )


def _named(character: str) -> str:
    if unicodedata.category(character) in WITHOUT_PICTURE:
        # No browser has a picture of these either; Word writes its bullets with them.
        return f"ein Zeichen ohne Bild, etwa ein Aufzählungspunkt aus Word (U+{ord(character):04X})"
    return f"„{character}“"

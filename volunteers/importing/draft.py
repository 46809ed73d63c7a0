"""What was read from one row, and what was unclear about it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from lotsen_portal.common.searching import folded
from lotsen_portal.tenancy.models import Municipality
from volunteers.importing.words import LANGUAGE_ALIASES
from volunteers.models import EngagementField, HelperCircle, Language


@dataclass
class Draft:
    """`values` as the registry would keep them, sentences about the rest, texts for the note."""

    values: dict[str, Any] = field(default_factory=dict)
    remarks: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def remark(self, code: str, column: str, cell: str, text: str) -> None:
        self.remarks.append({"code": code, "column": column, "cell": cell, "text": text})

    def keep(self, code: str, column: str, cell: str, text: str) -> None:
        """Remark on what could not be read, and keep it in the note of the person."""
        self.remark(code, column, cell, text)
        self.notes.append(f"{column}: {cell}")

    def add(self, name: str, items: Iterable[Any]) -> None:
        """Add to a list of values what is not in it yet."""
        have = self.values.setdefault(name, [])
        have += [item for item in items if item not in have]


@dataclass(frozen=True)
class Knowledge:
    """What the Kreis knows by which words: languages, fields, municipalities, Helferkreise."""

    today: dt.date
    languages: Mapping[str, str]
    fields: Mapping[str, str]
    municipalities: Mapping[str, str]
    by_postcode: Mapping[str, list[str]]
    circles: Mapping[str, str]

    @classmethod
    def of_kreis(cls) -> "Knowledge":
        languages = list(Language.objects.order_by("pk"))
        tags = {language.tag for language in languages}
        municipalities = list(Municipality.objects.order_by("name"))
        postcodes = sorted({code for place in municipalities for code in place.postcodes})
        return cls(
            today=timezone.localdate(),
            languages={word: tag for word, tag in LANGUAGE_ALIASES.items() if tag in tags}
            | {folded(language.native_name): language.tag for language in languages}
            | {folded(language.name): language.tag for language in languages},
            fields={
                folded(name): key
                for key, name in EngagementField.objects.values_list("key", "name")
            },
            municipalities={folded(place.name): place.name for place in municipalities},
            by_postcode={
                code: [place.name for place in municipalities if code in place.postcodes]
                for code in postcodes
            },
            circles={
                folded(name): name for name in HelperCircle.objects.values_list("name", flat=True)
            },
        )

"""What two entries of one person say, field by field, and what the one entry will say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lotsen_portal.common.versions import stored_in_words
from volunteers.models import Volunteer
from volunteers.models.volunteer import LONGEST_NOTE

KEPT, OTHER, BOTH = "kept", "other", "both"


@dataclass(frozen=True)
class Question:
    """Fields that belong together: whose shall stand?"""

    key: str
    label: str
    fields: tuple[str, ...]

    def is_same(self, one: Volunteer, other: Volunteer) -> bool:
        return all(getattr(one, name) == getattr(other, name) for name in self.fields)

    def is_empty(self, person: Volunteer) -> bool:
        return not any(getattr(person, name) for name in self.fields)

    def told(self, person: Volunteer) -> str:
        """Return in words what the entry says."""
        if self.is_empty(person):
            return "nichts"
        fields: list[Any] = [Volunteer._meta.get_field(name) for name in self.fields]
        if len(fields) == 1:
            return stored_in_words(fields[0], person)
        said = [_said(field, person) for field in fields if getattr(person, field.name)]
        return ", ".join(dict.fromkeys(said))

    def suggested(self, kept: Volunteer, other: Volunteer) -> str:
        return OTHER if self.is_empty(kept) and not self.is_empty(other) else KEPT


def _said(field: Any, person: Volunteer) -> str:
    if getattr(person, field.name) is True:
        return str(field.verbose_name)
    words = stored_in_words(field, person)
    return words if field.name in PLAIN else f"{field.verbose_name} {words}"


# What needs no name before it.
PLAIN = {"status", "street", "postcode", "place", "municipality", "mobility"}
NOTE = Question("note", "Notiz", ("note",))
STATUS = Question("status", "Status mit seinem Verlauf", ("status", "joined_on", "left_on"))
QUESTIONS = (
    Question("salutation", "Anrede", ("salutation",)),
    Question("first_name", "Vorname", ("first_name",)),
    Question("last_name", "Nachname", ("last_name",)),
    Question("email", "E-Mail", ("email",)),
    Question("phone", "Telefon", ("phone",)),
    Question("address", "Anschrift", ("street", "postcode", "place", "municipality")),
    Question("birth_year", "Geburtsjahr", ("birth_year",)),
    STATUS,
    Question("minor", "Minderjährig", ("of_age_on", "guardian_name", "guardian_consented_on")),
    Question("mobility", "Unterwegs", ("mobility", "goes_anywhere")),
    Question(
        "time", "Zeit", ("hours_per_week", "short_notice", "available_from", "available_until")
    ),
    NOTE,
)
# What is not asked: the declaration is counted and never shown; of two talks the later counts.
UNASKED = {"declares_migration_history", "migration_history_declared_on", "last_contact_on"}
# What belongs to the row, not to the person, or follows from other fields.
OF_THE_ROW = {
    "id",
    "tenant",
    "version",
    "sort_key",
    "search_key",
    "phone_number",
    "membership",
    "created_at",
}


def in_order(one: Volunteer, other: Volunteer) -> tuple[Volunteer, Volunteer]:
    """Return whose entry stays first: the one with access to the portal, else the older one."""

    def weight(person: Volunteer) -> tuple[bool, bool, int]:
        return (not person.has_access, person.membership_id is None, person.pk)

    first, second = sorted((one, other), key=weight)
    return first, second


def both_notes(kept: Volunteer, other: Volunteer) -> str:
    """Return one note below the other, nothing where that is too long or says no more."""
    both = f"{kept.note}\n\n{other.note}".strip()
    return both if kept.note and other.note and len(both) <= LONGEST_NOTE else ""


def fill(kept: Volunteer, other: Volunteer, chosen: Mapping[str, str]) -> None:
    """Let the entry that stays say what was chosen; unasked, what it lacks comes from the other."""
    for question in QUESTIONS:
        choice = chosen.get(question.key, question.suggested(kept, other))
        if question is NOTE and choice == BOTH:
            kept.note = both_notes(kept, other) or kept.note
        elif choice == OTHER:
            for name in question.fields:
                setattr(kept, name, getattr(other, name))
    if kept.declares_migration_history is None:
        kept.declares_migration_history = other.declares_migration_history
        kept.migration_history_declared_on = other.migration_history_declared_on
    talks = [person.last_contact_on for person in (kept, other) if person.last_contact_on]
    kept.last_contact_on = max(talks, default=None)

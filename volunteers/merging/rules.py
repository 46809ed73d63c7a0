"""What becomes of the rows that hang on two entries, one rule for each kind.

A kind without a rule stops the portal from starting a merge, and a test names it: nothing is left
behind, nothing goes with the entry unseen. Upper apps announce theirs in `apps.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from volunteers.merging.fields import OTHER, STATUS


@dataclass
class Parted:
    """What happens to the rows of one kind."""

    # Rows of the other entry that now belong to the one that stays.
    moving: list[Any] = field(default_factory=list)
    # Rows that go, for they say what is said already.
    going: list[Any] = field(default_factory=list)
    # Rows that stay and say more than before: the values that are set.
    filled: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)


type Rows = Sequence[Any]
type Part = Callable[[Rows, Rows, Mapping[str, str]], Parted]


@dataclass(frozen=True)
class Rule:
    """`label` names the rows on the page; one without is not told of."""

    label: str
    part: Part


def along(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
    """Let all of them move."""
    return Parted(moving=list(other))


def dropped(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
    """Let all of them go."""
    return Parted(going=list(other))


def with_status(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
    """Keep the history of the entry whose status was chosen: two of them would contradict."""
    if chosen.get(STATUS.key) == OTHER:
        return Parted(moving=list(other), going=list(kept))
    return Parted(going=list(other))


def once(*same: str, fills: tuple[str, ...] = ()) -> Part:
    """Let go what agrees in these columns; what is empty in the row that stays is filled up.

    Of two rows that both still hold, the days of the earlier begin; what has ended is history and
    a double only where its days agree as well.
    """

    def part(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
        have = {_said(row, same): row for row in kept}
        parted = Parted()
        for row in other:
            stays = have.get(_said(row, same))
            if stays is None:
                parted.moving.append(row)
                continue
            parted.going.append(row)
            if more := _more(stays, row, fills):
                parted.filled.append((stays, more))
        return parted

    return part


def latest(day: str) -> Part:
    """Keep one row of the two: the one with the later day."""

    def part(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
        if kept and other:
            first, second = getattr(kept[0], day), getattr(other[0], day)
            if second and (first is None or second > first):
                return Parted(moving=list(other), going=list(kept))
            return Parted(going=list(other))
        return along(kept, other, chosen)

    return part


def first(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
    """Keep the one row of the entry that stays, if it has one."""
    return Parted(going=list(other)) if kept else Parted(moving=list(other))


def open_once(kept: Rows, other: Rows, chosen: Mapping[str, str]) -> Parted:
    """Let all move but a second wish that waits: what stays is what the one entry asked for."""
    waits = any(wish.decided_at is None for wish in kept)
    second = [wish for wish in other if waits and wish.decided_at is None]
    return Parted(moving=[wish for wish in other if wish not in second], going=second)


def _said(row: Model, same: tuple[str, ...]) -> tuple[Any, ...]:
    said = tuple(getattr(row, name) for name in same)
    ends_on = getattr(row, "ends_on", None)
    return said if ends_on is None else (*said, getattr(row, "starts_on", None), ends_on)


def _more(stays: Any, row: Any, fills: tuple[str, ...]) -> dict[str, Any]:
    found = {
        name: getattr(row, name)
        for name in fills
        if getattr(row, name) and not getattr(stays, name)
    }
    if hasattr(row, "starts_on") and row.starts_on < stays.starts_on:
        found["starts_on"] = row.starts_on
    return found


SPOKEN = ("level", "speaks", "writes", "interprets", "certificate")
RULES: dict[str, Rule] = {
    "status_changes": Rule("", with_status),
    "language_skills": Rule("Sprachen", once("language_id", fills=SPOKEN)),
    "engagements": Rule("Einsatzbereiche", once("field_id")),
    "target_groups": Rule("Zielgruppen", once("target_group_id")),
    "municipalities": Rule("Gemeinden", once("municipality_id")),
    "availabilities": Rule("Zeiten", once("weekday", "slot")),
    "qualifications": Rule("Qualifikationen", once("name", "acquired_on", "expires_on")),
    "tags": Rule("Schlagwörter", once("tag_id")),
    "circle_memberships": Rule(
        "Mitgliedschaften in Helferkreisen", once("circle_id", fills=("is_coordinator",))
    ),
    "clearances": Rule("Eintrag zum Führungszeugnis", latest("seen_on")),
    "confidentiality_agreements": Rule("Unterschriften zur Vertraulichkeit", once("text_id")),
    "consultations": Rule("Beratungskontakte", along),
    "hours_entries": Rule("Einträge mit Stunden", along),
    "inquiries": Rule("Fragen", along),
    "messages_received": Rule("Nachrichten", once("campaign_id")),
    "help_offers": Rule("Angebote zu helfen", along),
    "change_requests": Rule("Änderungswünsche", open_once),
    "feed_tokens": Rule("", first),
    "import_rows": Rule("", along),
    # An earlier merge can be undone again once this one is.
    "merges": Rule("", dropped),
    "distinct_from": Rule("", dropped),
    "distinct_to": Rule("", dropped),
}


def announce(relation: str, rule: Rule) -> None:
    """Add the rule for rows of an upper app, by the name of their relation."""
    RULES[relation] = rule

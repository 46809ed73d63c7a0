"""The list of people as an address asks for it: narrowed, searched, sorted, with its columns."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from lotsen_portal.tenancy.member import Member
from volunteers.forms.columns import (
    chosen_columns,
    chosen_sort,
    heads,
    sorted_by,
    with_value,
)
from volunteers.forms.lists import WidePeopleFilter, filter_of
from volunteers.matching.labels import LABELS
from volunteers.matching.search import nearest
from volunteers.models import SavedView, Volunteer

# Which Kreis and which day, it asks when it runs; to write it costs more than to run it.
LISTED = Volunteer.objects.for_list().only(
    *("first_name", "last_name", "postcode", "place", "email", "phone"),
    *("status", "joined_on", "last_contact_on"),
)
VIEWS = SavedView.objects.order_by("name", "pk")


class Hits(Sequence[Any]):
    """People in the order in which the search found them; what is looked at is loaded."""

    def __init__(self, people: Any, keys: list[int]) -> None:
        self.people, self.keys = people, keys

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, wanted: Any) -> Any:
        keys = self.keys[wanted]
        by_key = {person.pk: person for person in self.people.filter(pk__in=keys)}
        return [by_key[key] for key in keys if key in by_key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])


class PeopleList:
    """Who is on the list and how it looks, by the address that asks for it."""

    def __init__(self, query: Any, *, member: Member) -> None:
        self.filter = filter_of(query, member=member)
        self.query, self.member = query, member
        self.columns, self.sort = chosen_columns(query), chosen_sort(query)
        self.is_readable = self.filter.is_valid()

    @cached_property
    def wanted(self) -> str:
        return str(self.filter.cleaned_data.get("q", ""))

    @property
    def is_by_nearness(self) -> bool:
        """Say whether the rows tell how near they are to the municipality asked for."""
        return bool(self.filter.cleaned_data.get("municipality"))

    @cached_property
    def narrowed(self) -> Any:
        """Return whom the filters leave, the search aside, as the columns need them."""
        extra = {one.key: LABELS[one.key] for one in self.columns if one.key in LABELS}
        people = LISTED.annotate(**extra) if extra else LISTED.all()
        return self.filter.narrow(people, on=timezone.localdate())

    @cached_property
    def found(self) -> Any:
        """Return the people in their order, to be cut into pages."""
        if not self.wanted:
            return sorted_by(self.narrowed, self.sort) if self.sort else self.narrowed
        keys = nearest(self.narrowed, self.wanted)
        if self.sort:
            return sorted_by(self.narrowed.filter(pk__in=keys), self.sort)
        return Hits(self.narrowed, keys)

    @cached_property
    def views(self) -> list[SavedView]:
        """Return the views that the member keeps or that others share."""
        own = {membership.pk for membership in self.member.memberships}
        return [view for view in VIEWS.all() if view.is_shared or view.owner_id in own]

    @property
    def is_preset(self) -> bool:
        """Say whether the columns are those that show unless somebody chooses."""
        return "columns" not in self.query and not self.is_by_nearness

    @property
    def chosen(self) -> list[str]:
        """Return the keys of the columns that the address names; none where it names none."""
        return [one.key for one in self.columns] if "columns" in self.query else []

    @property
    def keys(self) -> list[int]:
        """Return the keys of all who are found, in their order."""
        found = self.found
        return found.keys if isinstance(found, Hits) else list(found.values_list("pk", flat=True))

    @property
    def heads(self) -> list[Any]:
        return heads(self.query, self.columns, self.sort)

    @property
    def shown(self) -> dict[str, bool]:
        """Return by key which columns show, for the template to ask."""
        return dict.fromkeys((column.key for column in self.columns), True)

    @property
    def here(self) -> str:
        """Return all that stands behind the question mark, but for the page."""
        return with_value(self.query)

    @property
    def address(self) -> str:
        """Return what stands behind the question mark for this list."""
        return urlencode(self.kept)

    @cached_property
    def kept(self) -> list[tuple[str, str]]:
        """Return of the address what makes this list, without page and junk."""
        return [
            (name, value)
            for name in WidePeopleFilter.base_fields
            for value in self.query.getlist(name)
            if value and "\0" not in value
        ]

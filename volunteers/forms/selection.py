"""Whom something is done with: the people ticked on a list, or all whom it found."""

from functools import cached_property
from typing import Any

from lotsen_portal.tenancy.member import Member
from volunteers.forms.listing import LISTED, PeopleList
from volunteers.models import Volunteer

# More digits than any key has; int() refuses some thousand.
LONGEST_KEY = 15
# More names nobody goes through.
NAMED = 12


class Selection:
    """People of the active Kreis by the fields of a list's form, in the order of that list."""

    def __init__(self, query: Any, *, member: Member) -> None:
        self.listed = PeopleList(query, member=member)
        self.is_all = "all" in query
        ticked = query.getlist("person")
        self.ticked = [
            int(key)
            for key in ticked
            if key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY
        ]

    @property
    def is_empty(self) -> bool:
        return not self.keys

    @cached_property
    def keys(self) -> list[int]:
        """Return whom it is about; a filter that cannot be read finds nobody."""
        if self.is_all:
            return self.listed.keys if self.listed.is_readable else []
        return list(LISTED.filter(pk__in=self.ticked).values_list("pk", flat=True))

    @property
    def count(self) -> int:
        return len(self.keys)

    @cached_property
    def people(self) -> list[Any]:
        """Return them in the order of the list, whole and to be changed."""
        return _in_order(self.keys, Volunteer.objects.all())

    @cached_property
    def gone(self) -> list[Any]:
        """Return those who have left, and to whom nobody writes any more."""
        return [person for person in self.people if person.status == Volunteer.Status.LEFT]

    @cached_property
    def without_address(self) -> list[Any]:
        """Return those whom no mail reaches, to be called."""
        return [one for one in self.people if not one.email and one not in self.gone]

    @cached_property
    def reachable(self) -> list[Any]:
        return [one for one in self.people if one.email and one not in self.gone]

    @property
    def first(self) -> list[Any]:
        """Return those who are named where all cannot be."""
        return _in_order(self.keys[:NAMED], LISTED)

    @property
    def others(self) -> int:
        return max(0, self.count - NAMED)

    @property
    def words(self) -> str:
        """Say who they are: „12 ausgewählte Personen“."""
        if self.count == 1:
            return "1 Person"
        if self.is_all:
            return f"alle {self.count} gefundenen Personen"
        return f"{self.count} ausgewählte Personen"

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return the fields that name the same people once more, and the columns of their list."""
        if self.is_all:
            return [("all", "1"), *self.listed.kept]
        columns = [("columns", key) for key in self.listed.chosen]
        return [*(("person", str(key)) for key in self.keys), *columns]


def _in_order(keys: list[int], people: Any) -> list[Any]:
    found = {person.pk: person for person in people.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]

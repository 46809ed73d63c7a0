"""What the list shows of a person, and by what it is sorted."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, F, When

from volunteers.models import Volunteer

# In the order in which somebody goes through them.
STEPS = Case(*(When(status=status, then=place) for place, status in enumerate(Volunteer.Status)))
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (),
    "place": (F("place"),),
    "status": (STEPS,),
    "joined_on": (F("joined_on"),),
    "last_contact_on": (F("last_contact_on"),),
}


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    sort: str = ""
    is_preset: bool = False


NAME = Column("name", "Name", sort="name")
COLUMNS = [
    Column("languages", "Sprachen", is_preset=True),
    Column("engaged_in", "Hilft bei", is_preset=True),
    Column("circles", "Helferkreise"),
    Column("times", "Hat Zeit"),
    Column("tags_label", "Schlagwörter"),
    Column("place", "Ort", sort="place"),
    Column("status", "Status", sort="status", is_preset=True),
    Column("joined_on", "Dabei seit", sort="joined_on"),
    Column("last_contact_on", "Zuletzt gesprochen", sort="last_contact_on"),
    Column("contact", "Erreichbar", is_preset=True),
]
PRESET = [column.key for column in COLUMNS if column.is_preset]


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, where a click leads, and how it is sorted now."""

    label: str
    query: str = ""
    order: str = ""


def chosen_columns(query: Any) -> list[Column]:
    """Return the columns that the address names, in their own order, else the preset ones."""
    asked = set(query.getlist("columns"))
    chosen = [column for column in COLUMNS if column.key in asked]
    return chosen or [column for column in COLUMNS if column.is_preset]


def chosen_sort(query: Any) -> str:
    """Return what the address sorts by, with a minus where the other way round."""
    asked = query.get("sort", "")
    return asked if asked.removeprefix("-") in SORTS else ""


def sorted_by(people: Any, sort: str) -> Any:
    """Sort the people; who is equal, and who says nothing, comes in the order of the register."""
    if sort == "-name":
        return people.order_by("-sort_key", "-pk")
    by = SORTS[sort.removeprefix("-")]
    orders = [
        one.desc(nulls_last=True) if sort.startswith("-") else one.asc(nulls_last=True)
        for one in by
    ]
    return people.order_by(*orders, "sort_key", "pk")


def heads(query: Any, columns: list[Column], sort: str) -> list[Head]:
    """Return the heads of the columns; a second click on one turns the order round."""
    return [_head(query, column, sort) for column in [NAME, *columns]]


def _head(query: Any, column: Column, sort: str) -> Head:
    if not column.sort:
        return Head(column.label)
    now = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(sort, "")
    wanted = f"-{column.sort}" if now == "ascending" else column.sort
    return Head(column.label, with_value(query, sort=wanted), now)


def with_value(query: Any, **value: str) -> str:
    """Return the address behind the question mark with that value, from the first page on."""
    others = [pair for pair in query.lists() if pair[0] not in {"page", *value}]
    return urlencode([*others, *value.items()], doseq=True)

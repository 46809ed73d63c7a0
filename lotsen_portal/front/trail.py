"""The trail as people read it: sentences, with the names of those who still are there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import django.apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page
from django.urls import NoReverseMatch, get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.text import Truncator

from lotsen_portal.audit import registry, trail
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.models import Membership, Role
from lotsen_portal.tenancy.permissions import STAFF
from networking.models import ContactPerson
from volunteers.models import Volunteer

NOBODY = "Jemand ohne Anmeldung oder das Portal"
FORMER = "Jemand, der nicht mehr da ist,"
OWN_ACCOUNT = "am eigenen Konto"
# What people are called and things are, by model and number.
type Things = Mapping[str, Mapping[int, object]]


@dataclass(frozen=True)
class Change:
    label: str
    text: str


@dataclass(frozen=True)
class Line:
    """Who, what they did before and after the name of the thing, and what changed in it.

    `times` is for how many entries of one day it stands; `at` is the moment of the last.
    """

    at: Any
    times: int
    who: str
    before: str
    name: str
    after: str
    url: str
    changes: list[Change]
    is_emptied: bool


def people() -> dict[int, str]:
    """Return by account what all are called who have or had a role in the Kreis.

    Staff are called as whoever invited them wrote it. The others may write what name they like,
    so behind theirs stands what they are or where they belong.
    """
    members = list(Membership.objects.order_by("pk"))
    accounts = {member.pk: member.user_id for member in members}
    names = {
        member.user_id: str(member) for member in members if member.name and member.role in STAFF
    }
    for volunteer in Volunteer.objects.filter(membership__isnull=False):
        account = accounts[volunteer.membership_id]
        names.setdefault(account, f"{volunteer} ({Role.VOLUNTEER.label})")
    contacts = ContactPerson.objects.filter(membership__isnull=False).select_related("partner")
    for contact in contacts:
        names.setdefault(accounts[contact.membership_id], f"{contact} ({contact.partner})")
    return {member.user_id: member.get_role_display() for member in members} | names


def lines_of(page: Page, names: Mapping[int, str], *, total: int) -> list[Line]:
    """Turn folded entries, with their details at hand, into lines; one query a kind of thing.

    `total` is how many entries there are before they are folded.
    """
    rows = list(page)
    things = _things(rows, names)
    ends = [*(entry.place for entry in rows[1:]), _place_after(page, total)]
    return [
        _line(entry, end - entry.place, names, things)
        for entry, end in zip(rows, ends[: len(rows)], strict=True)
    ]


def name_of(model: str, pk: int, names: Mapping[int, str]) -> str:
    """Return what the thing is called, or its number where it is gone or was never here."""
    return _name(pk, _found(model, [pk], names))


def _place_after(page: Page, total: int) -> int:
    after = page.paginator.object_list[page.end_index() :][:1]
    return next((entry.place for entry in after), total + 1)


def _things(entries: Iterable[AuditEntry], names: Mapping[int, str]) -> Things:
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        if entry.subject_id is not None:
            wanted[entry.subject_kind].add(entry.subject_id)
    return {model: _found(model, ids, names) for model, ids in sorted(wanted.items())}


def _found(model: str, ids: Iterable[int], names: Mapping[int, str]) -> Mapping[int, object]:
    if model == settings.AUTH_USER_MODEL:
        # Accounts are of all Kreise: the others' are as good as none.
        return names
    known = registry.kind_of(model)
    found = django.apps.apps.get_model(known.model)._default_manager.in_bulk(ids) if known else {}
    return dict(found)


def _line(entry: AuditEntry, times: int, names: Mapping[int, str], things: Things) -> Line:
    sentence = registry.sentence_of(entry.action)
    if entry.subject_kind == settings.AUTH_USER_MODEL and entry.actor_id == entry.subject_id:
        sentence = sentence.replace("bei {}", OWN_ACCOUNT)
    before, has_name, after = sentence.partition("{}")
    found = things.get(entry.subject_kind, {})
    details = list(entry.details.all())
    return Line(
        at=entry.at,
        times=times,
        who=NOBODY if entry.actor_id is None else names.get(entry.actor_id, FORMER),
        before=before,
        name=_named(entry, found) if has_name else "",
        after=after,
        url=_url(entry, found) if has_name else "",
        changes=[change for detail in details for change in _changes(entry, detail)],
        is_emptied=any(detail.emptied_at for detail in details),
    )


def _named(entry: AuditEntry, found: Mapping[int, object]) -> str:
    if entry.action == trail.REFUSED:
        return _address(entry)
    return _name(entry.subject_id, found)


def _name(pk: int | None, found: Mapping[int, object]) -> str:
    if pk is not None and pk in found:
        return str(found[pk])
    return f"Nr. {pk} (gelöscht)"


def _address(entry: AuditEntry) -> str:
    """Return the path of the page somebody was not let in to."""
    args = [] if entry.subject_id is None else [entry.subject_id]
    try:
        return reverse(entry.subject_kind, args=args)
    except NoReverseMatch:
        return _address_without_values(entry.subject_kind)


def _address_without_values(route: str) -> str:
    """Return the path with a gap for what the trail does not keep, as a year or a token."""
    namespace, _, name = route.rpartition(":")
    prefix, resolver = get_resolver(get_urlconf()).namespace_dict.get(namespace, ("", None))
    found = resolver.reverse_dict.getlist(name) if resolver else []
    if not found:
        return route
    [(path, _), *_] = found[0][0]
    return get_script_prefix() + prefix + re.sub(r"%\(\w+\)s", "…", path)


def _url(entry: AuditEntry, found: Mapping[int, object]) -> str:
    kind = registry.kind_of(entry.subject_kind)
    if kind is None or not kind.page or entry.subject_id not in found:
        return ""
    return reverse(kind.page, args=[entry.subject_id])


def _changes(entry: AuditEntry, detail: Any) -> Iterator[Change]:
    for name, (before, after) in (detail.changes or {}).items():
        yield Change(_label(entry.subject_kind, name), _told(before, after))


def _told(before: str, after: str) -> str:
    """Say what stands there now and stood there before, as far as the trail keeps it."""
    if [before, after] == [*trail.UNKEPT]:
        return "Angabe geändert"
    if before == after:
        return _shown(after)
    return f"{_shown(after)} (vorher {_shown(before)})"


def _shown(value: str) -> str:
    return "leer" if value in {"", "–"} else Truncator(value).chars(200)


def _label(model: str, name: str) -> str:
    """Return what the page calls the field; what is none brings its own name."""
    try:
        field: Any = django.apps.apps.get_model(model)._meta.get_field(name)
    except (FieldDoesNotExist, LookupError, ValueError):
        return name
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]

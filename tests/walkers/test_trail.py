"""Every POST that changed something left an entry, of whoever sent it."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache as valkey
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from evaluation.models import FundingReport, PlanLine, ReportRelease, Voucher
from lotsen_portal.audit import trail
from lotsen_portal.audit.models import AuditEntry, LandAuditEntry
from lotsen_portal.common.openforms import SALT
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from networking.models import ContactPerson, Partner
from tests.factories.volunteers import VolunteerFactory
from tests.walkers.forms import forms_of, plausible
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import quickly, quietly, visiting
from tests.walkers.walk import Walk
from tests.walkers.world import OWN_YEAR, World
from tests.walkers.writing import counted, written_since
from trainings.models import Registration, Session, Training
from volunteers.merging.fields import QUESTIONS
from volunteers.models import CircleMembership, HelpOffer, ImportRow, StatusChange, Topic, Volunteer

# What is written along with a change, or instead of one.
BESIDES = {
    "account_emailaddress",  # allauth's own copy of an account's address
    "audit_auditdetail",
    "audit_auditseal",
    "audit_landauditseal",
    "mail_message",
    "tenancy_sentform",
}
NOW = timezone.now()
TODAY = timezone.localdate(NOW)
PASSWORD = "Ein langes Wort 2026"
# The key of somebody who looks like whoever the page is about.
TWIN = 777_777_777
TWIN_ALONE = {"person": str(TWIN), "count": "1"}
# What no form of the page says, or what rows make the wrong answer.
TYPED: dict[str, dict[str, Any]] = {
    "front:municipality": {"postcodes": "83714"},
    "front:municipality_paste": {"lines": "Neudorf; 83700"},
    "front:invitation": {"ends_on": ""},
    "invitations:accept": {"password": PASSWORD, "repeated": PASSWORD},
    "account_invitation": {"password": PASSWORD, "repeated": PASSWORD},
    "inquiries:message": {"text": "Danke!"},
    "inquiries:topic": {"topic": "1"},
    "volunteers:availability": {"hours_per_week": "2"},
    "volunteers:edit": {"postcode": "83714", "birth_year": "1980"},
    "volunteers:merge": {"other": str(TWIN), "kept_version": "1", "gone_version": "1"}
    | {question.key: "kept" for question in QUESTIONS},
    "volunteers:distinct": {"other": str(TWIN)},
    "clearance:note": {"issued_on": f"{TODAY:%d.%m.%Y}", "seen_on": f"{TODAY:%d.%m.%Y}"},
    "confidentiality:text": {"text": "Ich schweige."},
    "volunteers:bulk_message": TWIN_ALONE | {"subject": "Einladung", "text": "Kommen Sie!"},
    "volunteers:bulk_tag": TWIN_ALONE | {"word": "", "new": "Fest", "what": "give"},
    "volunteers:bulk_status": TWIN_ALONE | {"becomes": "paused", "on": f"{TODAY:%d.%m.%Y}"},
    "trainings:create": {"form-TOTAL_FORMS": "1", "form-0-pk": "", "form-0-ends": "12:00"},
    "trainings:edit": {"form-0-remove": ""},
    "imports:rows": {"row_2": "skip"},
    "imports:open": {"decision": "skip"},
    "trainings:register": {"volunteer": ""},
    "trainings:public": {"opened": signing.dumps(time.time() - 60, salt=SALT)},
    "self:contact": {"postcode": "83714", "birth_year": "1980"},
    "self:availability": {"hours_per_week": "2"},
    "self:wish": {"first_name": "Eva"},
    "offers:create": {"opened": signing.dumps(time.time() - 60, salt=SALT)},
    "front:municipality_edit": {"postcodes": "83700"},
    "front:field_edit": {"name": "Sprachpaten"},
    "registry:target_groups_edit": {"name": "Nachbarn"},
    "registry:tags_edit": {"name": "Sommerfest"},
    "evaluation:grant_create": {"starts_on": "01.01.2027", "ends_on": "31.12.2027"},
    "evaluation:presentation": {
        "signed_on": f"{TODAY:%d.%m.%Y}",
        "presented_on": f"{TODAY:%d.%m.%Y}",
    },
}
YESTERDAY = {"starts_at": NOW - dt.timedelta(days=1), "ends_at": NOW - dt.timedelta(hours=22)}
# What has to stand there before it can be changed.
PREPARED: dict[str, Callable[[], Any]] = {
    "inquiries:topic": lambda: Topic.objects.get_or_create(pk=1),
    "circles:coordination": lambda: CircleMembership.objects.update(is_coordinator=False),
    **dict.fromkeys(
        [
            *("volunteers:merge", "volunteers:distinct"),
            *(f"volunteers:bulk_{what}" for what in ("message", "tag", "status")),
        ],
        lambda: (VolunteerFactory(pk=TWIN), Volunteer.objects.update(version=1)),
    ),
    "volunteers:status_undo": lambda: StatusChange.objects.bulk_create(
        StatusChange(volunteer=one, status="active", on=TODAY)
        for one in Volunteer.objects.all()
        for _ in range(2)
    ),
    "volunteers:access": lambda: Volunteer.objects.update(membership=None),
    "imports:open": lambda: ImportRow.objects.update(decision="open"),
    "offers:confirmation": lambda: HelpOffer.objects.update(
        confirmed_at=None, volunteer=None, message=""
    ),
    "trainings:sign_up": lambda: Registration.objects.update(status="cancelled"),
    "trainings:seat": lambda: (
        Training.objects.update(seats_taken=0, waiting_count=1),
        Registration.objects.update(status="waiting"),
    ),
    "trainings:attendance": lambda: Session.objects.update(**YESTERDAY),
    "trainings:confirmation": lambda: Registration.objects.update(status="pending"),
    "networking:end_delete": lambda: Partner.objects.update(partner_until=NOW.date()),
    "networking:contact_delete": lambda: ContactPerson.objects.update(membership=None),
    "networking:access": lambda: ContactPerson.objects.update(
        membership=None, email="jemand@example.org"
    ),
    "evaluation:line_delete": lambda: Voucher.objects.filter(year=OWN_YEAR).delete(),
    "evaluation:plan_copy": lambda: (
        Voucher.objects.filter(year=OWN_YEAR).delete(),
        PlanLine.objects.filter(year=OWN_YEAR).delete(),
    ),
    "evaluation:presentation_delete": lambda: ReportRelease.objects.update(signed_on=TODAY),
    "evaluation:report_create": lambda: FundingReport.objects.filter(year=OWN_YEAR).delete(),
    **dict.fromkeys(
        # What is on its way is not ordered twice.
        ["documents:retry", "evaluation:preview", "clearance:letter", "confidentiality:print"],
        lambda: Document.objects.update(state=Document.State.FAILED),
    ),
}
# What signing in writes into the trail, tests/accounts proves with the right codes.
SESSION = "changes what the session is, and no row of ours"
BY_SECRET = "needs the password, which nothing on the page tells"
BY_CODE = "needs what a mail, an app or a key tells"
# Routes that take a POST and change nothing here, each with its reason.
UNCHANGING = {
    "volunteers:view_delete": "asks which view: tests/volunteers/test_list_views.py",
    "volunteers:bulk_circle": "asks which circle: tests/volunteers/test_list_bulk.py",
    "volunteers:bulk_export": "hands out a file: tests/volunteers/test_list_bulk.py",
    "imports:create": "takes a file: tests/volunteers/test_import_files.py",
    "evaluation:grant_delete": "a Bescheid that is in use stays: tests/evaluation/test_grants.py",
    "account_logout": SESSION,
    "usersessions_end": SESSION,
    "usersessions_end_all": SESSION,
    "openid_connect_login": "leads to the provider",
    **dict.fromkeys(
        ["account_login", "account_reauthenticate", "account_change_password"], BY_SECRET
    ),
    "account_set_password": "whoever has a password changes it",
    **dict.fromkeys(
        [
            "account_request_login_code",
            "account_confirm_login_code",
            "account_sign_in_again",
            "account_reset_password",
            "account_reset_password_from_key",
            "openid_connect_callback",
            "mfa_authenticate",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
            "mfa_add_webauthn",
            "mfa_login_webauthn",
            "mfa_reauthenticate_webauthn",
            "mfa_edit_webauthn",
            "mfa_remove_webauthn",
        ],
        BY_CODE,
    ),
}

EVERYWHERE: list[tuple[Any, Route]] = [(Walk, route) for route in KREIS_ROUTES.values()]
EVERYWHERE += [(LandWalk, route) for route in LAND_ROUTES.values()]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "route"), EVERYWHERE, ids=lambda x: getattr(x, "name", ""))
def test_change_leaves_an_entry(
    kind: type, route: Route, world: World, record_property: Callable[[str, object], None]
) -> None:
    outcomes = _outcomes(kind(world, route))

    takes_posts = {outcome.status for outcome in outcomes} != {405}
    changes = any(outcome.tables for outcome in outcomes)
    record_property("routes that take a POST", int(takes_posts))
    record_property("routes that changed something", int(changes))
    assert _faults(outcomes) == []
    assert changes == (takes_posts and route.name not in UNCHANGING), (
        f"Say in TYPED or PREPARED what makes {route.name} change something, or list it in"
        f" UNCHANGING with the reason; what is listed there and does, strike out: {outcomes}"
    )


def test_exceptions_are_routes() -> None:
    named = TYPED.keys() | PREPARED.keys() | UNCHANGING.keys()

    assert named - KREIS_ROUTES.keys() - LAND_ROUTES.keys() == set()


def test_change_without_an_entry_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "changing", lambda *_, **__: nullcontext({}))

    assert set(_faults(_outcomes(Walk(world, KREIS_ROUTES["inquiries:topic"])))) == {
        "coordinator changes ['volunteers_inquiry'] without an entry"
    }


@dataclass(frozen=True)
class Outcome:
    who: str
    status: int
    tables: list[str]
    entries: int


def _outcomes(walk: Any) -> list[Outcome]:
    return [_post(walk, who, row) for who, row in _attempts(walk)]


def _faults(outcomes: list[Outcome]) -> list[str]:
    return [
        f"{outcome.who} changes {outcome.tables} without an entry"
        for outcome in outcomes
        if outcome.tables and not outcome.entries
    ]


def _attempts(walk: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield who posts about which row: of the hidden ones, as drafts are, only staff."""
    for who in walk.people:
        yield who, walk.rows.own
        if who == "coordinator" and walk.rows.hidden:
            yield who, walk.rows.hidden


def _post(walk: Any, who: str, row: dict[str, Any]) -> Outcome:
    """Post what somebody would type; take it back, and look whether that made a difference."""
    name, world = walk.route.name, walk.world
    valkey.clear()
    with transaction.atomic():
        with tenant_scope(world.cast.kreis):
            PREPARED.get(name, bool)()
        with quietly():
            shown = forms_of(walk.ask(who, "GET", row).response)
        with tenant_scope(world.cast.kreis):
            data = plausible(shown) | TYPED.get(name, {})
        entries, counts = _entries(world, who), counted()
        valkey.clear()
        with quickly(), visiting(world, who, "POST", walk.path(row), data) as answer:
            tables = sorted(written_since(counts) - BESIDES)
            after, left = _content(world, tables), _entries(world, who) - entries
        changed = after != _content(world, tables)
        transaction.set_rollback(True)
    return Outcome(who, answer.status, tables if changed else [], left)


def _content(world: World, tables: list[str]) -> list[Any]:
    """Return all that the own Kreis and the Land have in the tables: what was not in vain."""
    found = []
    with tenant_scope(world.cast.kreis), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM {table} t")
            found.append(cursor.fetchone())
    return found


def _entries(world: World, who: str) -> int:
    """Count the entries of that person, and of nobody where the page asks for no sign-in."""
    # Whoever was invited has an account only afterwards.
    is_by = Q() if who == "anonymous" else Q(actor_id=None) | Q(actor_id=_accounts(world)[who])
    with tenant_scope(world.cast.kreis):
        own = AuditEntry.objects.filter(is_by).count()
    return own + LandAuditEntry.objects.filter(is_by).count()


@cache
def _accounts(world: World) -> dict[str, Any]:
    people = world.clients.items()
    return {who: one.session["_auth_user_id"] for who, one in people if who != "anonymous"}

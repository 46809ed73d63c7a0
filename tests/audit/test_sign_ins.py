"""Sign-ins of a Kreis's people on its own pages: while they are members there, and no others."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts import events
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role, Tenant
from tests.accounts.arriving import by_code, by_password, give_password
from tests.audit.test_page import lines
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory, StatewideMembershipFactory

SIGN_INS = "/protokoll/?kind=accounts.User"


def kept(kreis: Tenant) -> list[tuple[str, int]]:
    with tenant_scope(kreis):
        found = AuditEntry.objects.filter(subject_kind="accounts.User").order_by("pk")
        return [(entry.action.removeprefix("account."), entry.subject_id) for entry in found]


def join(kreis: Tenant, user: Any, **changes: Any) -> None:
    with tenant_scope(kreis):
        MembershipFactory(user=user, **changes)


def leave(kreis: Tenant, user: Any) -> None:
    with tenant_scope(kreis):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Membership.objects.filter(user=user).update(ends_on=yesterday)


def test_staff_reads_who_signed_in_and_who_failed(cast: Cast, viewer: TenantClient) -> None:
    give_password(cast.coordinator)
    by_password(Client(), cast.coordinator, "falsch")
    by_password(Client(), cast.coordinator)
    by_code(Client(), cast.people[Role.VOLUNTEER])
    by_code(Client(), cast.foreign_coordinator)

    assert lines(viewer.get(SIGN_INS)) == [
        "Ada Maier (Ehrenamtlich) hat sich angemeldet mit Code per E-Mail",
        "Jemand ohne Anmeldung oder das Portal hat einen Code an Ada Maier (Ehrenamtlich)"
        " schicken lassen",
        "Anna Huber hat sich angemeldet mit Passwort",
        "Jemand ohne Anmeldung oder das Portal hat vergeblich versucht, sich bei Anna Huber"
        " anzumelden",
    ]


def test_page_of_a_person_shows_what_was_done_at_their_account(
    cast: Cast, coordinator: TenantClient
) -> None:
    for person in (cast.viewer, cast.coordinator):
        events.record("account.sign_in_failed", person)
        events.record("account.app_removed", person, by=person)

    assert lines(coordinator.get(f"/protokoll/?person={cast.viewer.pk}")) == [
        "Karl Leitner hat am eigenen Konto die App entfernt",
        "Jemand ohne Anmeldung oder das Portal hat vergeblich versucht, sich bei Karl Leitner"
        " anzumelden",
    ]


def test_each_kreis_hears_what_happens_while_the_person_is_a_member(cast: Cast) -> None:
    """Before, after and in between it hears nothing, and of the other Kreis never anything."""
    user, own, other = cast.foreign_coordinator, cast.kreis, cast.foreign_kreis

    events.record("account.confirmed", user, by=user)
    join(own, user)
    events.record("account.signed_in_by_password", user, by=user)
    leave(own, user)
    events.record("account.key_added", user, by=user)

    assert kept(own) == [("signed_in_by_password", user.pk)]
    assert kept(other) == [
        ("confirmed", user.pk),
        ("signed_in_by_password", user.pk),
        ("key_added", user.pk),
    ]


@pytest.mark.parametrize(("deed", "count"), [("signed_in", 1), ("written", 0), ("read", 0)])
def test_signing_in_is_a_deed_of_its_own(
    cast: Cast, coordinator: TenantClient, deed: str, count: int
) -> None:
    events.record("account.signed_in_by_code", cast.viewer, by=cast.viewer)

    assert len(lines(coordinator.get(f"/protokoll/?deed={deed}"))) == count


def test_two_roles_in_a_kreis_are_one_line(cast: Cast) -> None:
    join(cast.kreis, cast.coordinator, role=Role.VIEWER)

    events.record("account.signed_out", cast.coordinator, by=cast.coordinator)

    assert kept(cast.kreis) == [("signed_out", cast.coordinator.pk)]


def test_no_kreis_hears_of_people_of_the_land(cast: Cast) -> None:
    operator = StatewideMembershipFactory().user

    events.record("account.signed_in_by_password", operator, by=operator)

    assert (kept(cast.kreis), kept(cast.foreign_kreis)) == ([], [])


@pytest.mark.parametrize("action", ["account.sign_in_failed", "account.code_sent"])
def test_stranger_fills_no_trail_of_a_kreis(cast: Cast, action: str) -> None:
    for _ in range(3):
        events.record(action, cast.coordinator)
    events.record(action, cast.viewer)

    word = action.removeprefix("account.")
    assert kept(cast.kreis) == [(word, cast.coordinator.pk), (word, cast.viewer.pk)]


def test_what_changes_an_account_is_told_each_time(cast: Cast) -> None:
    for _ in range(2):
        events.record("account.password_reset", cast.viewer)

    assert kept(cast.kreis) == [("password_reset", cast.viewer.pk)] * 2


def test_number_of_an_account_tells_nothing(cast: Cast, coordinator: TenantClient) -> None:
    """Nobody can list accounts: a foreign one is answered as one that never was."""
    foreign = cast.foreign_coordinator
    events.record("account.signed_in_by_code", foreign, by=foreign)

    def answer(number: int) -> list[str]:
        page = coordinator.get(f"{SIGN_INS}&number={number}")
        return [*re.findall("<h1.*?</h1>", page.text), *lines(page)]

    assert answer(foreign.pk) == [
        f'<h1 class="kern-heading-large">Protokoll: Nr. {foreign.pk} (gelöscht)</h1>'
    ]
    assert answer(10**9) == [one.replace(str(foreign.pk), str(10**9)) for one in answer(foreign.pk)]

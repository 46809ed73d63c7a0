"""Two at the same moment: real threads, real connections, commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts import actions
from lotsen_portal.accounts.models import User
from lotsen_portal.mail import tasks as mail_tasks
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role
from tests.factories.people import TenantFactory

ADDRESS = "neu@example.org"
PASSWORD = {"password": "Isar-Kiesel-2026", "repeated": "Isar-Kiesel-2026"}
pytestmark = pytest.mark.usefixtures("committed")


def at_once(call: Callable[[], Any], times: int = 2) -> list[Any]:
    start = Barrier(times)

    def run(_: int) -> Any:
        try:
            start.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_one_address_is_one_account() -> None:
    users = at_once(lambda: User.objects.for_address("Neu@Example.org"), times=8)

    assert [user.email for user in users] == [ADDRESS] * 8
    assert len({user.pk for user in users}) == 1
    assert not users[0].has_usable_password()


def test_second_click_on_an_invitation_hears_that_it_is_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # No worker listens here.
    monkeypatch.setattr(mail_tasks.deliver, "apply_async", lambda *args, **options: None)
    kreis = TenantFactory(slug="landkreis-miesbach")
    with tenant_scope(kreis):
        invitation = actions.invite(
            ADDRESS, role=Role.COORDINATOR, name="Vera Neu", now=timezone.now(), by=None
        )
    path = f"/{kreis.slug}/einladung/{invitation.token}/"

    answers = at_once(lambda: Client().post(path, PASSWORD))

    assert sorted(answer.status_code for answer in answers) == [302, 410]
    [late] = [answer for answer in answers if answer.status_code == 410]
    assert "Diese Einladung ist schon angenommen." in late.text
    with tenant_scope(kreis):
        assert Membership.objects.count() == 1

"""Many people at once: seats are never given twice. Real threads, real connections, commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.mail import tasks as mail_tasks
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.factories.people import TenantFactory
from tests.factories.trainings import RegistrationFactory, published_training
from tests.factories.volunteers import VolunteerFactory
from trainings.actions import enrolment
from trainings.models import Registration, Training

CROWD = 20


@pytest.fixture
def kreis(committed: None, monkeypatch: pytest.MonkeyPatch) -> Tenant:
    # No worker listens here; the outbox's rows are what the tests read.
    monkeypatch.setattr(mail_tasks.deliver, "apply_async", lambda *args, **options: None)
    return TenantFactory(name="Miesbach", slug="landkreis-miesbach")


def at_once(kreis: Tenant, calls: list[Callable[[], Any]]) -> list[str]:
    """Run each call in a thread, a connection and a transaction of its own, all together."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=30)
            with tenant_scope(kreis):
                call()
        except enrolment.AlreadyRegistered:
            return "already"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def states(training: Training) -> list[str]:
    rows = Registration.objects.filter(training=training)
    return sorted(rows.values_list("status", flat=True))


def counts(training: Training) -> tuple[int, int]:
    stored = Training.objects.get(pk=training.pk)
    return stored.seats_taken, stored.waiting_count


def test_twenty_volunteers_for_three_seats(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        training = published_training(capacity=3)
        people = VolunteerFactory.create_batch(CROWD)

    def sign_up(person: Any) -> Callable[[], Any]:
        return lambda: enrolment.sign_up(training, person, now=timezone.now(), by=None)

    assert at_once(kreis, [sign_up(person) for person in people]) == ["done"] * CROWD
    with tenant_scope(kreis):
        assert states(training) == ["confirmed"] * 3 + ["waiting"] * 17
        assert counts(training) == (3, 17)
        queue = list(Registration.objects.waiting().with_place())
        assert [row.ahead for row in queue] == list(range(17))


def test_twenty_guests_confirm_at_once(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        training = published_training(capacity=3)
        rows = [RegistrationFactory(training=training) for _ in range(CROWD)]

    def confirm(pk: int) -> Callable[[], Any]:
        return lambda: enrolment.confirm(Registration.objects.get(pk=pk), now=timezone.now())

    assert at_once(kreis, [confirm(row.pk) for row in rows]) == ["done"] * CROWD
    with tenant_scope(kreis):
        assert states(training) == ["confirmed"] * 3 + ["waiting"] * 17
        assert counts(training) == (3, 17)


def test_double_click_is_one_row_and_one_seat(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        training, person = published_training(), VolunteerFactory()

    def click() -> None:
        enrolment.sign_up(training, person, now=timezone.now(), by=None)

    assert at_once(kreis, [click] * 6) == ["already"] * 5 + ["done"]
    with tenant_scope(kreis):
        assert (states(training), counts(training)) == (["confirmed"], (1, 0))


def test_last_seat_is_given_to_one_of_those_who_wait(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        training = published_training(capacity=2)
        rows = [RegistrationFactory(training=training) for _ in range(6)]
        for row in rows:
            row.take_seat(timezone.now())
        rows[0].cancel(timezone.now())

    def move_up(pk: int) -> Callable[[], Any]:
        def call() -> None:
            try:
                enrolment.give_seat(Registration.objects.get(pk=pk), now=timezone.now(), by=None)
            except DomainError as error:
                raise enrolment.AlreadyRegistered(str(error)) from error

        return call

    answers = at_once(kreis, [move_up(row.pk) for row in rows[2:]])

    assert answers == ["already"] * 3 + ["done"]
    with tenant_scope(kreis):
        assert counts(training) == (2, 3)

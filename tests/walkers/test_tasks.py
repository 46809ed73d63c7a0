"""A job of one Kreis that is given ids of another finds nothing and changes nothing there.

A task without a line in one of the two tables fails, with the line to add.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from lotsen_portal.celery import app
from lotsen_portal.documents.models import Document
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.tasks import TenantTask
from tests import reporting
from tests.factories import trainings
from tests.factories.imports import import_run
from tests.factories.people import TenantFactory
from tests.walkers.foreign import TABLES, changed_elsewhere, remember
from tests.walkers.visits import quietly
from tests.walkers.world import World
from trainings.models import Attendance

# What to ask a task of the own Kreis for, so that it would reach into the other.
ARGUMENTS: dict[str, Callable[[World], list[tuple[Any, ...]]]] = {
    "lotsen_portal.mail.tasks.deliver": lambda world: [(_mail(),)],
    "lotsen_portal.documents.tasks.render": lambda world: [(_document(),)],
    "volunteers.tasks.carry_on": lambda world: [(_import(),)],
    "trainings.tasks.learn_attendance": lambda world: [
        (kreis.pk, session) for session in [_session(world)] for kreis in _both(world)
    ],
}
# These belong to no Kreis: they are given no id of one, or walk all of them one by one.
OF_NO_KREIS = {
    "lotsen_portal.mail.tasks.deliver_for_land",
    "lotsen_portal.accounts.tasks.answer",
    "lotsen_portal.audit.schedule.empty_details",
    "lotsen_portal.audit.schedule.verify",
    "lotsen_portal.files.schedule.sweep",
    "lotsen_portal.mail.schedule.sweep",
    "lotsen_portal.documents.schedule.sweep",
    "lotsen_portal.front.schedule.count_queues",
    "lotsen_portal.tenancy.schedule.forget_sent_forms",
    "volunteers.schedule.exports.forget",
    "trainings.schedule.tell_home_kreise",
    "volunteers.schedule.imports.sweep",
    "volunteers.schedule.imports.forget",
    "volunteers.schedule.merging.forget",
    "volunteers.schedule.clearance.forget",
    "volunteers.schedule.offers.forget",
    "volunteers.schedule.qualifications.remind",
}


def _mail() -> int:
    return OutgoingMail.objects.create(
        recipient="niemand@example.org", subject="Wartet", text="Wartet", message_id="<1@x>"
    ).pk


def _document() -> int:
    order = {"kind": "test.plain", "title": "Wartet", "subject_id": 1, "key": "wartet"}
    return Document.objects.create(**order, queued_at=timezone.now()).pk


def _import() -> int:
    return import_run("Wartet", state="writing").pk


def _session(world: World) -> int:
    """Make a session that somebody from a third Kreis attended, which nobody was told of."""
    training = trainings.published_training()
    session = training.sessions.get()
    registration = trainings.RegistrationFactory(training=training, home_tenant=TenantFactory())
    registration.take_seat(timezone.now())
    Attendance.objects.create(
        session=session, registration=registration, present=True, recorded_at=timezone.now()
    )
    return session.pk


def _both(world: World) -> list[Any]:
    return [world.cast.kreis, world.cast.foreign_kreis]


def _ours() -> dict[str, Any]:
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_every_task_is_declared() -> None:
    missing = [
        f'    "{name}": lambda world: [(…,)],' if isinstance(task, TenantTask) else f'    "{name}",'
        for name, task in _ours().items()
        if name not in (ARGUMENTS if isinstance(task, TenantTask) else OF_NO_KREIS)
    ]

    assert not missing, "Add to tests/walkers/test_tasks.py:\n" + "\n".join(missing)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_task_of_one_kreis_changes_nothing_in_another(name: str, world: World) -> None:
    with transaction.atomic():
        with tenant_scope(world.cast.foreign_kreis):
            calls = ARGUMENTS[name](world)
        world.foreign_rows = {}
        remember(world)
        for arguments in calls:
            with quietly():
                _run(name, world, arguments)
            reporting.visited("tasks run with ids of another Kreis")
        changed, sent = changed_elsewhere(world, TABLES), mail.outbox
        transaction.set_rollback(True)
    world.foreign_rows = {}

    assert (changed, sent) == (set(), [])


def _run(name: str, world: World, arguments: tuple[Any, ...]) -> None:
    headers: dict[str, Any] = {"tenant_id": world.cast.kreis.pk}
    app.tasks[name].apply(arguments, headers=headers, throw=True)

"""The queue of documents against a real worker, killed and starved."""

import datetime as dt
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.documents import actions, schedule, tasks
from lotsen_portal.documents.models import Document
from lotsen_portal.files import storage
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests import processes
from tests.factories.people import MembershipFactory, TenantFactory

pytestmark = [pytest.mark.worker, pytest.mark.usefixtures("committed")]


@pytest.fixture
def kreis() -> Tenant:
    return TenantFactory(slug="landkreis-miesbach")


def ordered(kreis: Tenant, kind: str) -> Document:
    with tenant_scope(kreis):
        user = MembershipFactory().user
        return actions.order(kind, subject_id=7, title="Probe", key=f"{kind}:7", by=user)


def reread(kreis: Tenant, document: Document) -> Document:
    with tenant_scope(kreis):
        return Document.objects.get(pk=document.pk)


def test_worker_makes_the_document_and_stores_what_it_hashed(kreis: Tenant) -> None:
    with processes.worker():
        document = ordered(kreis, "test.plain")
        processes.wait_until(lambda: reread(kreis, document).is_ready)

    ready = reread(kreis, document)
    content = storage.load(ready.file, sha256=ready.sha256)
    assert content.startswith(b"%PDF-")
    assert (ready.size, ready.sha256, ready.attempt) == (len(content), sha256_hex(content), 1)
    assert ready.file == f"documents/{kreis.pk}/{ready.sha256}.pdf"


def test_worker_killed_in_the_middle_ends_with_one_good_document(kreis: Tenant) -> None:
    with processes.worker() as first:
        document = ordered(kreis, "test.slow_at_first")
        mark = settings.VAR_DIR / f"hanging-{document.pk}"
        processes.wait_until(mark.exists)
        assert reread(kreis, document).state == Document.State.RENDERING
        processes.kill(first)

    with processes.worker():
        processes.wait_until(lambda: reread(kreis, document).is_ready)

    mark.unlink()
    ready = reread(kreis, document)
    assert ready.attempt == 2
    assert storage.load(ready.file, sha256=ready.sha256)
    with tenant_scope(kreis):
        assert Document.objects.count() == 1


def test_three_failures_are_the_end_and_say_why(kreis: Tenant) -> None:
    with processes.worker():
        document = ordered(kreis, "test.broken")
        processes.wait_until(lambda: reread(kreis, document).has_failed)

    failed = reread(kreis, document)
    assert (failed.attempt, failed.reason) == (3, "Technischer Fehler: ZeroDivisionError.")


PRESS_THE_BUTTON = """
import sys, django
django.setup()
from django.test import Client
from lotsen_portal.accounts.models import User
from tests.signing_in import sign_in
client = Client(headers={"host": "localhost"})
sign_in(client, User.objects.get(pk=int(sys.argv[1])))
print(client.post(sys.argv[2]).status_code)
"""


def test_broker_down_at_the_button_loses_nothing(kreis: Tenant) -> None:
    document = ordered(kreis, "test.plain")
    with tenant_scope(kreis):
        Document.objects.update(state=Document.State.FAILED, reason="Probe")
        user = document.requested_by

    path = f"/{kreis.slug}/dokumente/{document.pk}/wiederholung/"
    assert pressed_without_broker(user, path) == "302"
    assert reread(kreis, document).state == Document.State.QUEUED

    with processes.worker():
        processes.wait_until(lambda: reread(kreis, document).is_ready)


def pressed_without_broker(user: Any, path: str) -> str:
    """Send the POST from a process whose broker's port nobody listens on."""
    command = [sys.executable, "-W", "ignore", "-c", PRESS_THE_BUTTON, str(user.pk), path]
    env = processes.environment(REDIS_URL="redis://127.0.0.1:9/0")
    return subprocess.run(
        command, env=env, check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def test_two_orders_of_the_same_thing_are_one(kreis: Tenant) -> None:
    first, second = ordered(kreis, "test.plain"), ordered(kreis, "test.plain")

    assert first == second


def test_sweeper_wakes_the_interrupted_before_the_backlog(
    kreis: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    backlog = ordered(kreis, "test.plain")
    interrupted = ordered(kreis, "test.slow")
    long_ago = timezone.now() - dt.timedelta(hours=1)
    with tenant_scope(kreis):
        Document.objects.filter(pk=backlog.pk).update(queued_at=long_ago)
        Document.objects.filter(pk=interrupted.pk).update(
            state=Document.State.RENDERING, attempt=1, lease_until=long_ago
        )
    woken: list[int] = []
    monkeypatch.setattr(tasks.render, "delay_on_commit", woken.append)
    monkeypatch.setattr(schedule, "BATCH", 1)

    schedule.sweep()

    assert woken == [interrupted.pk]

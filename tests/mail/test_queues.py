"""Mails, documents and imports against the workers of the demo, each with its own queue."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from lotsen_portal.common import heartbeat
from lotsen_portal.demo import programs
from lotsen_portal.documents import actions as documents
from lotsen_portal.mail import actions as mail
from lotsen_portal.mail.messages import Message
from lotsen_portal.mail.models import LandMail
from lotsen_portal.presets import land
from lotsen_portal.tenancy.context import tenant_scope
from tests import processes
from tests.factories.people import MembershipFactory, TenantFactory
from tests.volunteers import importing
from volunteers.models import ImportRun

pytestmark = [pytest.mark.worker, pytest.mark.usefixtures("committed")]
CODE = Message(recipient="ada@example.org", subject="Ihr Code", text="123456", html="")


def test_codes_and_imports_get_on_while_every_place_for_documents_is_taken() -> None:
    kreis = TenantFactory(slug="landkreis-miesbach")
    land.begin(kreis)
    with ExitStack() as stack:
        for program in programs.portal_programs({}, folder=Path(settings.VAR_DIR), port=1):
            if "worker" in program.command:
                stack.enter_context(processes.running(program.command))
        with tenant_scope(kreis):
            user = MembershipFactory().user
            ordered = [
                documents.order("test.slow_at_first", subject_id=n, title="x", key=f"{n}", by=user)
                for n in range(3)
            ]
        marks = [settings.VAR_DIR / f"hanging-{document.pk}" for document in ordered]
        processes.wait_until(lambda: sum(mark.exists() for mark in marks) == 2)

        with transaction.atomic():
            queued = mail.queue_for_land(CODE)
        table = importing.table(["Nachname", "Vorname"], ["Maier", "Ada"])
        run = importing.uploaded(kreis, table, by=user)

        processes.wait_until(
            lambda: LandMail.objects.get(pk=queued.pk).state == LandMail.State.SENT, seconds=10
        )
        processes.wait_until(
            lambda: importing.reread(kreis, run).state == ImportRun.State.COLUMNS, seconds=10
        )
        assert sum(mark.exists() for mark in marks) == 2
        assert heartbeat.worker_counts() == {"celery": 1, "documents": 1, "imports": 1}
    for mark in marks:
        mark.unlink(missing_ok=True)

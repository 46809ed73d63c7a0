"""A list of ten thousand people on its way into the registry of a Kreis that has as many."""

import random
import time
from typing import Any

from django.core.files.base import ContentFile

from lotsen_portal.celery import app
from lotsen_portal.common.uploads import checked
from lotsen_portal.demo.inventions import FIRST_NAMES, LAST_NAMES
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.volunteers import tables
from volunteers.actions import imports as actions
from volunteers.importing import layout
from volunteers.models import ImportRun

PEOPLE = 10_000
HEAD = ["Name, Vorname", "PLZ Ort", "Tel.", "E-Mail", "Sprachen", "Einsatz", "seit", "Bemerkung"]


def list_import(tenant: Tenant) -> dict[str, float]:
    """Return the seconds that each step takes, from the uploaded file to the last person."""
    with tenant_scope(tenant):
        file = ContentFile(_table(), name="Liste.xlsx")
        run = actions.start(checked(file), by=None)
    spent = {"look": _step(tenant, run)}
    with tenant_scope(tenant):
        run.refresh_from_db()
        columns = layout.suggested(run.sheets[0], run.header_row)
        told = [{"heading": column.heading, "target": column.target} for column in columns]
        actions.tell_columns(run, sheet=run.sheet, header_row=1, columns=told, by=None)
    spent["read"] = _step(tenant, run)
    with tenant_scope(tenant):
        actions.decide_all_open(run, "new", by=None)
        actions.take_over(run, by=None)
    spent["write"] = _step(tenant, run)
    run = _reread(tenant, run)
    assert (run.state, run.done_rows) == ("done", PEOPLE), run.reason
    return spent


def _step(tenant: Tenant, run: ImportRun) -> float:
    begin = time.perf_counter()
    headers: Any = {"tenant_id": tenant.pk}
    app.tasks["volunteers.tasks.carry_on"].apply((run.pk,), headers=headers, throw=True)
    return time.perf_counter() - begin


def _reread(tenant: Tenant, run: ImportRun) -> ImportRun:
    with tenant_scope(tenant):
        found: ImportRun = ImportRun.objects.get(pk=run.pk)
        return found


def _table() -> bytes:
    """Return a table with the same ten thousand people each time."""
    chosen = random.Random(7)  # the same each time
    rows: list[list[str]] = [HEAD]
    for number in range(PEOPLE):
        first, last = chosen.choice(FIRST_NAMES), chosen.choice(LAST_NAMES)
        rows.append(
            [
                f"{last}, {first}",
                "83714 Miesbach",
                f"08025 {number:06d}",
                f"person{number}@example.org",
                "Deutsch (Mutterspr.); Englisch gut",
                "Behördenbegl.; Fahrdienst",
                f"{1 + number % 28}.05.2021",
                "Bitte anrufen!",
            ]
        )
    return tables.xlsx({"Liste": rows})

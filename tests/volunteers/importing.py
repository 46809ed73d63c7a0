"""An import as its steps are in a test: each is done at once, without a worker beside it."""

from typing import Any

from django.core.files.base import ContentFile

from lotsen_portal.celery import app
from lotsen_portal.common.uploads import checked
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.volunteers import tables
from volunteers.actions import imports as actions
from volunteers.importing import layout
from volunteers.models import ImportRow, ImportRun

HEAD = ["Name, Vorname", "E-Mail", "Bemerkung"]


def work(kreis: Tenant, run: ImportRun) -> ImportRun:
    """Let the worker do the next step; return the run as it is then."""
    headers: dict[str, Any] = {"tenant_id": kreis.pk}
    app.tasks["volunteers.tasks.carry_on"].apply((run.pk,), headers=headers, throw=True)
    return reread(kreis, run)


def reread(kreis: Tenant, run: ImportRun) -> ImportRun:
    with tenant_scope(kreis):
        return ImportRun.objects.get(pk=run.pk)


def uploaded(kreis: Tenant, content: bytes, *, by: Any, name: str = "Liste.xlsx") -> ImportRun:
    with tenant_scope(kreis):
        return actions.start(checked(ContentFile(content, name=name)), by=by)


def looked_at(kreis: Tenant, content: bytes, *, by: Any, name: str = "Liste.xlsx") -> ImportRun:
    return work(kreis, uploaded(kreis, content, by=by, name=name))


def read(
    kreis: Tenant, content: bytes, *, by: Any, name: str = "Liste.xlsx", sheet: str = ""
) -> ImportRun:
    """Upload, take the columns as they are proposed, read."""
    run = looked_at(kreis, content, by=by, name=name)
    with tenant_scope(kreis):
        chosen = next(one for one in run.sheets if one["name"] == (sheet or run.sheet))
        header_row = layout.header_of(chosen["head"]) or 0
        columns = [
            {"heading": column.heading, "target": column.target}
            for column in layout.suggested(chosen, header_row)
        ]
        actions.tell_columns(
            run, sheet=chosen["name"], header_row=header_row, columns=columns, by=by
        )
    return work(kreis, run)


def table(*rows: Any, sheet: str = "Liste") -> bytes:
    return tables.xlsx({sheet: rows})


def taken_over(kreis: Tenant, run: ImportRun, *, doubles: str = "merge", by: Any) -> ImportRun:
    with tenant_scope(kreis):
        actions.decide_all_open(run, doubles, by=by)
        actions.take_over(run, by=by)
    return work(kreis, run)


def rows(kreis: Tenant, run: ImportRun) -> list[ImportRow]:
    with tenant_scope(kreis):
        return list(run.rows.filter(kind=ImportRow.Kind.PERSON).order_by("number"))


def people(count: int) -> bytes:
    """Return a table of so many people, none of whom is like another."""
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n * 7919:x}" for n in range(count)]
    rows = [[f"{name}, {name[::-1]}", f"{name}@example.org", f"Nr. {name}"] for name in names]
    return table(HEAD, *rows)

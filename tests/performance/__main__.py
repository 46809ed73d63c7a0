"""Measure pages and jobs against their budgets: `make bench`."""

import gc
import os
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ.setdefault("PYTEST_XDIST_WORKER", "gw8")

import django

django.setup()

from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests import databases
from tests.performance import bare, county, jobs, lists
from tests.signing_in import sign_in
from volunteers.models import Volunteer

FOLDER = Path(__file__).parent
BUDGETS = tomllib.loads((FOLDER / "budgets.toml").read_text(encoding="utf-8"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "200"))


def main() -> int:
    folders: Any = settings.TEMPLATES[0]["DIRS"]
    folders.append(FOLDER / "templates")
    name = settings.DATABASES["default"]["NAME"]
    databases.create(name)
    try:
        print(f"Filling 96 Kreise with {county.VOLUNTEERS} volunteers each …", flush=True)
        tenants = county.fill()
        # As wsgi.py does: what setting up has left is not walked while pages are measured.
        gc.collect()
        gc.freeze()
        failures = pages(tenants[len(tenants) // 2]) + measured_jobs()
        failures += measured_import(tenants[0])
    finally:
        connections.close_all()
        databases.drop(name)
    print("\n".join(["", *failures]) if failures else "\nAll budgets kept.")
    return len(failures)


def pages(tenant: Tenant) -> list[str]:
    user = county.coordinator_of(tenant).user
    # Without the test environment, which would record every template that is rendered.
    own, plain = Client(headers={"host": "localhost"}), bare.BareClient(tenant)
    sign_in(own, user)
    sign_in(plain, user)
    failures = []
    print(f"\n{'page':<18}{'ms':>8}{'bare ms':>9}{'ratio':>7}{'budget':>8}{'SQL':>5}{'budget':>8}")
    for name, budget in BUDGETS["pages"].items():
        path = f"/{tenant.slug}{budget['path']}"
        count = statements(own, path)
        page, reference = in_turn(partial(own.get, path), plain.page)
        ratio = page / reference
        print(
            f"{name:<18}{page * 1000:>8.1f}{reference * 1000:>9.1f}{ratio:>7.2f}"
            f"{budget['ratio']:>8.1f}{count:>5}{budget['statements']:>8}",
            flush=True,
        )
        if ratio > budget["ratio"] or count > budget["statements"]:
            failures.append(f"{name} is over its budget.")
    return failures + list_with_one_row(own, tenant)


def statements(client: Client, path: str) -> int:
    client.get(path)  # warm
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200, path
    return len(queries)


def list_with_one_row(client: Client, tenant: Tenant) -> list[str]:
    """Check that one row costs as many statements as a full page."""
    path = f"/{tenant.slug}/ehrenamtliche/"
    full = statements(client, path)
    with tenant_scope(tenant):
        [first] = Volunteer.objects.order_by("pk").values_list("first_name", flat=True)[:1]
    one = statements(client, f"{path}?q={first}%20{first}")
    print(f"\nvolunteer list: {full} statements for a full page, {one} for a search")
    return [] if one == full else ["The volunteer list needs more statements for more rows."]


def in_turn(page: Callable[[], Any], reference: Callable[[], Any]) -> tuple[float, float]:
    """Return the medians of both, measured one after the other."""
    times = [(seconds(page), seconds(reference)) for _ in range(ROUNDS)]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


def seconds(call: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    response = call()
    spent = time.perf_counter() - begin
    assert response.status_code == 200
    return spent


def measured_jobs() -> list[str]:
    budget = BUDGETS["jobs"]["report_pdf"]["ratio"]
    ours, alone = jobs.report_pdf(rounds=5)
    ratio = ours / alone
    print(
        f"\nreport PDF: {ours:.2f} s, WeasyPrint alone {alone:.2f} s,"
        f" ratio {ratio:.2f}, budget {budget}"
    )
    return [] if ratio <= budget else ["The report PDF is over its budget."]


def measured_import(tenant: Tenant) -> list[str]:
    """Check that ten thousand rows come into a Kreis that has as many people in time."""
    budget = BUDGETS["jobs"]["list_import"]["seconds"]
    spent = lists.list_import(tenant)
    steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in spent.items())
    print(f"\nimport of {lists.PEOPLE} rows: {steps}, budget {budget} s")
    return [] if sum(spent.values()) <= budget else ["The import is over its budget."]


if __name__ == "__main__":
    sys.exit(main())

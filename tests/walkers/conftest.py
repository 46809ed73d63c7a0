"""One set-up of the database for all walks of a module, taken back at its end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.walkers.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much the walkers have seen; works across the processes of pytest-xdist too."""
    reports = terminalreporter.stats.get("passed", []) + terminalreporter.stats.get("failed", [])
    seen: dict[str, list[int]] = {}
    for report in reports:
        for name, count in getattr(report, "user_properties", ()):
            if report.when == "call" and "tests/walkers/" in report.nodeid:
                seen.setdefault(f"{report.nodeid.partition('[')[0]}: {name}", []).append(count)
    for what, counts in sorted(seen.items()):
        terminalreporter.write_line(f"{what} {sum(counts)} in {len(counts)} tests")

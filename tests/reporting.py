"""What a run has visited, what it left out and why, and what could not run: said at its end.

    reporting.visited("pages in the browser", 2)
    reporting.left_out("land_front:metrics", "figures for machines, no page")

Works across the processes of pytest-xdist.
"""

import os
from collections import Counter
from typing import Any

import pytest

from tests import demo

WITHOUT_CHROMIUM = "there is no Chromium on this machine (`make prerequisites` says how to get it)"

_visits: Counter[str] = Counter()
_reasons: dict[str, str] = {}
_missed: dict[str, str] = {}


def visited(kind: str, count: int = 1) -> None:
    """Count visits of a kind; the sum over all tests is printed."""
    _visits[kind] += count


def left_out(what: str, reason: str) -> None:
    """Say that something is left out on purpose; said twice, it is printed once."""
    _reasons[what] = reason


def could_not_run(what: str, reason: str) -> None:
    """Say that a test could not run: printed last, and a failure where CI=true."""
    _missed[what] = reason


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not demo.CHROMIUM.exists():
        could_not_run(item.nodeid, WITHOUT_CHROMIUM)
        pytest.skip(WITHOUT_CHROMIUM)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["reporting"] = (dict(_visits), _reasons, _missed)
    elif _missed and os.environ.get("CI") == "true" and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    visits, reasons, missed = getattr(node, "workeroutput", {}).get("reporting", ({}, {}, {}))
    _visits.update(visits)
    _reasons.update(reasons)
    _missed.update(missed)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _visits:
        terminalreporter.section("visited")
        for kind, count in sorted(_visits.items()):
            terminalreporter.write_line(f"{count:7} {kind}")
    if _reasons:
        terminalreporter.section("left out")
        for what, reason in sorted(_reasons.items()):
            terminalreporter.write_line(f"{what}: {reason}")
    for reason, count in Counter(_missed.values()).items():
        terminalreporter.section("could not run")
        terminalreporter.write_line(f"{count} tests did not run: {reason}")

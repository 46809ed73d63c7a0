"""How a run goes: its size, the same every time or by chance with FULL=1, and who runs what."""

import gc
import io
import os
from typing import Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

FULL = os.environ.get("FULL") == "1"
SEED = os.environ.get("FUZZ_SEED", "")

# A loaded machine is slow, and a slow example is no fault.
PATIENCE = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("portal", PATIENCE, derandomize=True)
hypothesis.settings.register_profile("full", PATIENCE, max_examples=500, print_blob=True)
hypothesis.settings.load_profile("full" if FULL else "portal")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count coverage from examples alone: a walk passes every line, whatever the line does."""
    if item.path.parent.name in {"walkers", "browser"} or item.get_closest_marker("slow"):
        item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish() -> None:
    """Keep what is imported out of the garbage collector's sight; it stays to the end anyway."""
    gc.collect()
    gc.freeze()


class Shares(LoadScopeScheduling):
    """Deal out tests one by one, but together what shares something that takes long to set up.

    All stories share the demo, the tests of a walk the world it walks through; with FULL=1 a walk
    takes far longer than its world.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        together = {"tests/journeys": folder, "tests/browser": file}
        if not FULL:
            together["tests/walkers"] = file
        return together.get(folder, nodeid)


# A mark would do, but the group of a mark gets lost on the way: pytest-xdist issue 1386.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Shares:
    """Return who deals out the tests to the processes; the largest shares go first."""
    return Shares(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say the share of all code that was covered, and the seed that repeats the run."""
    measured = getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if measured:
        total = measured.cov.report(include=["*"], file=io.StringIO())
        terminalreporter.write_line(f"Branch coverage of all code: {total:.1f} %")
    if SEED:
        terminalreporter.write_line(f"Seed {SEED}; the same again: make test-full SEED={SEED}")

"""The two sizes of a run: the same every time by default, larger and by chance with FULL=1."""

import io
import os
from typing import Any

import hypothesis
import pytest

FULL = os.environ.get("FULL") == "1"
SEED = os.environ.get("FUZZ_SEED", "")

# A loaded machine is slow, and a slow example is no fault.
PATIENCE = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile("portal", PATIENCE, derandomize=True)
hypothesis.settings.register_profile("full", PATIENCE, max_examples=500, print_blob=True)
hypothesis.settings.load_profile("full" if FULL else "portal")


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say the share of all code that was covered, and the seed that repeats the run."""
    measured = getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)
    if measured:
        total = measured.cov.report(include=["*"], file=io.StringIO())
        terminalreporter.write_line(f"Branch coverage of all code: {total:.1f} %")
    if SEED:
        terminalreporter.write_line(f"Seed {SEED}; the same again: make test-full SEED={SEED}")

"""The project's own settings of pytest bite: warnings, templates and the network, seen red."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

# The first does nothing wrong; each other passes where nobody is strict.
LAX = """
import socket
import warnings

from django.template import Context, Template


def test_nothing_wrong():
    assert Template("{{ there }}").render(Context({"there": "da"})) == "da"


def test_way_that_is_old():
    warnings.warn("this way is old", DeprecationWarning)


def test_file_left_open():
    open(__file__)


def test_variable_that_is_nowhere():
    Template("{{ nowhere }}").render(Context())


def test_connection_to_the_outside():
    with socket.socket() as outside:
        outside.settimeout(0.01)
        try:
            outside.connect(("192.0.2.1", 80))
        except OSError:
            pass
"""
SAID = {
    "test_nothing_wrong": "",
    "test_way_that_is_old": "DeprecationWarning: this way is old",
    "test_file_left_open": "ResourceWarning: unclosed file",
    "test_variable_that_is_nowhere": "Undefined template variable 'nowhere'",
    "test_connection_to_the_outside": 'with host "192.0.2.1"',
}


def outcomes(folder: Path) -> dict[str, str]:
    """Run the lax tests as the project runs its own; return what is said of each that is red."""
    test, report = folder / "test_lax.py", folder / "report.xml"
    test.write_text(LAX, encoding="utf-8")
    config = settings.BASE_DIR / "pyproject.toml"
    run = [sys.executable, "-m", "pytest", "-c", str(config), str(test)]
    run += ["--junitxml", str(report)]
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    # Not needed here, and slow to start.
    without = [f"-pno:{plugin}" for plugin in ("cacheprovider", "hypothesispytest", "faker")]
    subprocess.run([*run, *without], env=environment, capture_output=True, check=False)
    cases = ElementTree.parse(report).iter("testcase")
    return {case.get("name", ""): "".join(case.itertext()) for case in cases}


@pytest.mark.slow
def test_what_is_lax_turns_red(tmp_path: Path) -> None:
    found = outcomes(tmp_path)
    otherwise = {
        name: text
        for name, text in found.items()
        if SAID[name] not in text or bool(SAID[name]) != bool(text)
    }

    assert (found.keys(), otherwise) == (SAID.keys(), {})

"""Whoever silences a checker says why, behind it or in the line before."""

import re

import pytest

from tests.architecture.test_sizes import PYTHON, ROOT, TEMPLATES

SILENCED = re.compile(
    r"#\s*(?:noqa\b(?P<rules>:[A-Z0-9, ]*)?|type:\s*ignore\b(?P<codes>\[[a-z, -]+\])?"
    r"|pragma: no (?:cover|branch)|pylint:|nosec|fmt: off|djlint:)(?P<rest>.*)"
)
REASON = re.compile(r"\s*(?:#|-|–)\s*\w.{4,}")


def unexplained(text: str) -> list[int]:
    """Return the lines that silence everything, or something without a reason."""
    lines = ["", *text.splitlines()]
    return [
        number
        for number, line in enumerate(lines)
        if (found := SILENCED.search(line))
        and (
            re.search(r"#\s*(noqa|type:\s*ignore)(?![:\[])", line)
            or not (REASON.match(found["rest"]) or lines[number - 1].lstrip().startswith("#"))
        )
    ]


def test_every_silence_has_a_reason() -> None:
    own = {path for path in [*PYTHON, *TEMPLATES] if path.name != "test_suppressions.py"}
    guilty = {
        str(path.relative_to(ROOT)): lines
        for path in own
        if (lines := unexplained(path.read_text(encoding="utf-8")))
    }

    assert guilty == {}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = 1  # noqa", [1]),
        ("x = 1  # noqa  # because it must be so", [1]),
        ("x = 1  # noqa: S105", [1]),
        ("x = 1  # noqa: S105  # opens nothing but the demo", []),
        ("x = 1  # type: ignore", [1]),
        ("\nx = 1  # type: ignore[misc]", [2]),
        ("# The stubs know a redirect only.\nx = 1  # type: ignore[misc]", []),
        ("if x:  # pragma: no cover", [1]),
        ("x = 1  # nothing to silence", []),
    ],
)
def test_silence_without_a_reason_is_found(text: str, lines: list[int]) -> None:
    assert unexplained(text) == lines

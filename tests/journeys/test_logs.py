"""The search of the logs finds what it looks for; after each story it runs on the demo's logs."""

from pathlib import Path

import pytest

from tests.journeys.logs import found

MAIL = "Ihr Code:\n\n  481516\n\nhttp://127.0.0.1/konto/einladung/efyJpz0123456789abcdefgh/\n"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("GET /ehrenamtliche/?q=Huber 200 7 1", ["a query string"]),
        ("refused for ada.maier@landkreis-miesbach.example", ["an address"]),
        ("saved Gerda", ["a name"]),
        ("Jovanović could not be saved", ["a name"]),
        ("GET /konto/anmeldung/AbCdEf0123456789_-xyz/ 200 7 1", ["a token"]),
        ("session 0kq5x1wd2m3n4b5v6c7x8z9l0k1j2h3g expired", ["a session"]),
        ("tried 481516", ["what was mailed"]),
        ("key efyJpz0123456789abcdefgh", ["what was mailed"]),
        ("GET /ehrenamtliche/ 200 4815161 7", []),
        ("GET /fragen/?… 200 7 1", []),
    ],
)
def test_log_that_says_too_much_is_found(tmp_path: Path, line: str, why: list[str]) -> None:
    (tmp_path / "web.log.1").write_text(f"Listening\n{line}\n", encoding="utf-8")

    assert found(tmp_path, [MAIL]) == [f"web.log.1:2: {what}: {line}" for what in why]

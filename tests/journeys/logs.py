"""What must not stand in any log, looked for after people have worked with the portal."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lotsen_portal.demo.inventions import FIRST_NAMES, LAST_NAMES

FORBIDDEN = {
    "a query string": re.compile(r"\?[\w%.~-]+(=|&)"),
    "an address": re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*\.(example|de|org)\b"),
    "a name": re.compile(rf"\b({'|'.join([*FIRST_NAMES, *LAST_NAMES])})\b"),
    "a token": re.compile(r"/[\w-]{20,}(?=(\.ics)?([/\s\"']|$))"),
    "a session": re.compile(r"\b[a-z0-9]{32}\b"),
}
# What is mailed to one person opens the door for whoever reads it.
MAILED = re.compile(r"(?<=/)[\w-]{20,}(?=/)|(?<![\w-])\d{6}(?![\w-])")


def found(folder: Path, mails: Iterable[str] = ()) -> list[str]:
    """Return each line of a log in the folder that says too much, with file, number and why."""
    logs = sorted(folder.glob("*.log*"))
    assert logs, f"There is no log in {folder}."
    secrets = {secret for mail in mails for secret in MAILED.findall(mail)}
    return [
        f"{log.name}:{number}: {why}: {line[:300]}"
        for log in logs
        for number, line in enumerate(log.read_text("utf-8", "replace").splitlines(), start=1)
        for why in _faults(line, secrets)
    ]


def _faults(line: str, secrets: set[str]) -> Iterator[str]:
    yield from (what for what, pattern in FORBIDDEN.items() if pattern.search(line))
    if any(re.search(rf"\b{re.escape(secret)}\b", line) for secret in secrets):
        yield "what was mailed"

"""What every PDF of the portal must stand: both checkers; and its text as a reader finds it."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple


class Finding(NamedTuple):
    severity: str
    rule: str
    message: str


def assert_accessible(pdf: bytes) -> None:
    """Fail if pdfua or outloud reports an error."""
    errors = [finding for finding in findings_of(pdf) if finding.severity == "error"]
    assert errors == [], errors


def findings_of(pdf: bytes) -> list[Finding]:
    """Return the errors and warnings of both checkers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        pdfua = _report("pdfua", "check", "--format", "json", str(path))
        outloud = _report(
            "outloud", "--no-info", "--fail-on", "never", "--quiet", "--json", "-", str(path)
        )
    result = outloud["results"][0]
    # A checker that could not read the file has found nothing, which must not pass.
    assert result["error"] is None
    assert pdfua["summary"]["rules_run"] > 0
    return [
        *(
            Finding(item["severity"].lower(), item["rule_id"], item["message"])
            for item in pdfua["findings"]
        ),
        *(Finding(item["severity"], item["rule"], item["message"]) for item in result["findings"]),
    ]


def text_of(pdf: bytes) -> str:
    """Return the text as poppler lays it out, pages parted by form feeds."""
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def _report(tool: str, *arguments: str) -> dict:
    command = [str(Path(sys.executable).parent / tool), *arguments]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)

"""The portal as it stands on a server: behind HTTPS, with nothing that Django warns of."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests import processes

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "lotsen_portal.settings",
    "PORTAL_URL": "https://lotsen.example",
    "ALLOWED_HOSTS": "lotsen.example",
    "MAIL_URL": "smtp://mail.example:25",
    "SECRET_KEY": "only-as-long-and-as-mixed-as-a-secret-key-must-be-0123456789-ABCDEFGH",
}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        env=processes.environment(**PRODUCTION),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.worker
def test_django_has_nothing_to_warn_of() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (done.returncode, done.stdout) == (
        0,
        "System check identified no issues (0 silenced).\n",
    )


ASK = """
import json
import django
django.setup()
from django.conf import settings
from django.test import Client

plain = Client().get("/land/?q=1", headers={"host": "lotsen.example"})
safe = Client().get(
    "/healthz", headers={"host": "lotsen.example", "x-forwarded-proto": "https"}
)
print(json.dumps({
    "plain": [plain.status_code, plain["Location"]],
    "safe": [safe.status_code, safe["Strict-Transport-Security"]],
    "cookies": [
        settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
        settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SECURE,
    ],
}))
"""


@pytest.mark.worker
def test_all_goes_by_https() -> None:
    told: dict[str, Any] = json.loads(run("-c", ASK).stdout)

    assert told == {
        "plain": [301, "https://lotsen.example/land/?q=1"],
        "safe": [200, "max-age=31536000; includeSubDomains; preload"],
        "cookies": [True, True, "Lax", True],
    }

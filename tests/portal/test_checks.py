import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

from lotsen_portal import checks
from tests import processes

START = "import lotsen_portal.wsgi"


def refusal(**environment: str) -> str:
    """Start the web process's module and return the last line it says."""
    done = subprocess.run(
        [sys.executable, "-c", START],
        env=processes.environment(DJANGO_SETTINGS_MODULE="lotsen_portal.settings", **environment),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


@pytest.mark.worker
def test_owner_of_the_tables_is_refused(django_db_setup: None) -> None:
    owner = settings.DATABASES["owner"]
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**owner)

    assert "DATABASE_URL names a role that owns tables" in refusal(DATABASE_URL=address)


@pytest.mark.worker
def test_portals_own_role_may_start(django_db_setup: None) -> None:
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    address = f"{server}/{settings.DATABASES['default']['NAME']}"

    assert refusal(DATABASE_URL=address) == ""


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"PORTAL_URL": "https://lotsen.example"}, 1),
        ({"ALLOWED_HOSTS": ["lotsen.example"]}, 1),
    ],
)
def test_demo_stays_on_loopback(settings: Any, changes: dict[str, Any], count: int) -> None:
    settings.DEMO, settings.PORTAL_URL = True, "http://localhost:8000"
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    for name, value in changes.items():
        setattr(settings, name, value)

    assert len(checks.demo_stays_at_home(None)) == count


COUNT_SOCKETS = """
import os
import lotsen_portal.wsgi
entries = [entry.path for entry in os.scandir("/proc/self/fd")]
links = [os.readlink(path) for path in entries if os.path.islink(path)]
print(sum(link.startswith("socket:") for link in links))
"""


@pytest.mark.worker
def test_no_connection_is_left_to_forked_processes(django_db_setup: None) -> None:
    """Web workers are forked from the process that loaded wsgi; they must not share a wire."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    address = f"{server}/{settings.DATABASES['default']['NAME']}"
    env = processes.environment(
        DJANGO_SETTINGS_MODULE="lotsen_portal.settings", DATABASE_URL=address, DATABASE_POOL="1"
    )

    done = subprocess.run(
        [sys.executable, "-c", COUNT_SOCKETS], env=env, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "0"

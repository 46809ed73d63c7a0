"""What the demo runs: the commands of docker-compose.yml, at the demo's addresses."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from signal import SIGQUIT, SIGTERM

from lotsen_portal.demo.supervisor import Program
from lotsen_portal.embedded import state
from lotsen_portal.embedded.servers import Servers

PROJECT = Path(__file__).resolve().parents[2]


def portal_url(port: int) -> str:
    """Return the address by its name: browsers keep passkeys for names and not for numbers."""
    return f"http://localhost:{port}"


def common_environment(folder: Path, port: int) -> dict[str, str]:
    """Return what all programs share, whatever the shell of the user says about the settings."""
    own = {
        "LOTSEN_DEMO": "1",
        "SECRET_KEY": state.password(folder, "secret_key"),
        "PORTAL_URL": portal_url(port),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "VAR_DIR": str(folder),
        # Fonts for a PDF, heartbeats, shared memory: what a killed process leaves goes with it.
        "TMPDIR": str(state.emptied(folder / "tmp")),
        "MAIL_URL": (folder / "mail").as_uri(),
        "DJANGO_SETTINGS_MODULE": "lotsen_portal.settings",
        "PYTHONUNBUFFERED": "1",
    }
    addresses = {"DATABASE_URL", "MIGRATION_DATABASE_URL", "REDIS_URL"}
    foreign = {*addresses, *(f"{name}_FILE" for name in {*own, *addresses})}
    inherited = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**inherited, **own}


def preparation(common: Mapping[str, str], servers: Servers) -> Program:
    """Return the one program that knows the owner's address: it migrates and loads the data."""
    return Program(
        "prepare",
        [sys.executable, "-m", "lotsen_portal.demo.preparation"],
        # The threads of a pool would hold up its end.
        {**common, **servers.owner_environment(), "DATABASE_POOL": "0"},
        PROJECT,
    )


def portal_programs(environment: Mapping[str, str], *, folder: Path, port: int) -> list[Program]:
    """Return the workers, beat and web in the order they start."""
    # A running task may take minutes: it is queued again, and the next worker does it.
    worker_steps = ((SIGTERM, 5.0), (SIGQUIT, 5.0))
    schedule = str(folder / "beat-schedule")
    return [
        Program("worker", worker("celery"), environment, PROJECT, worker_steps),
        Program("renderer", worker("documents"), environment, PROJECT, worker_steps),
        Program("importer", worker("imports"), environment, PROJECT, worker_steps),
        Program(
            "beat", [*celery("beat"), "--schedule", schedule, "--pidfile="], environment, PROJECT
        ),
        Program("web", gunicorn(f"127.0.0.1:{port}"), environment, PROJECT),
    ]


def gunicorn(bind: str) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn"),
        *("--config", "deploy/gunicorn.conf.py"),
        *("--bind", bind),
        "lotsen_portal.wsgi:application",
    ]


def worker(queue: str) -> list[str]:
    """Return a worker for one queue alone: mails must not wait behind documents."""
    return [
        *celery("worker"),
        *("--queues", queue, "--hostname", f"{queue}@%h", "--concurrency", "2"),
        *("--without-gossip", "--without-mingle"),
    ]


def celery(part: str) -> list[str]:
    command = ["celery", "--app", "lotsen_portal", part, "--loglevel", "INFO"]
    return [sys.executable, "-m", *command]

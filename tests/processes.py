"""Real processes beside a test: a worker with beat on the test's database."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def environment(**changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": settings.DATABASES["default"]["NAME"],
        "PYTEST_XDIST_WORKER": settings.PROCESS,
        **changes,
    }


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker for all queues, with beat."""
    command = [
        *(sys.executable, "-m", "celery", "-A", "lotsen_portal", "worker"),
        *("--beat", "--schedule", str(settings.VAR_DIR / f"beat-{settings.PROCESS}")),
        *("--concurrency", "1", "--loglevel", "warning", "--without-mingle", "--without-gossip"),
    ]
    with running(command) as process:
        yield process


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on the test's database; it dies with the block, however the block ends."""
    log = settings.VAR_DIR / f"worker-{settings.PROCESS}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, env=environment(), stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children at once, as a power cut would."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def wait_until(condition: Callable[[], object], *, seconds: float = 60) -> None:
    """Look again and again until the condition holds; fail loudly if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{condition} did not come true within {seconds} s")
        # The row is written by another process: read it anew, outside any old transaction.
        connection.close()
        time.sleep(0.1)

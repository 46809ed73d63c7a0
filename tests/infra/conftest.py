"""Folders and process lists for tests of the servers; none of them needs Django's database."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lotsen_portal.embedded.servers import DISPOSABLE, running_servers


@pytest.fixture
def empty_folder() -> Iterator[Path]:
    """A VAR_DIR that other users may enter, as pytest's own folders do not allow it."""
    path = Path(tempfile.mkdtemp(prefix="lotsen-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A VAR_DIR in which servers ran before, started again by one test after the other."""
    path = Path(tempfile.mkdtemp(prefix="lotsen-"))
    path.chmod(0o755)
    with running_servers(path, DISPOSABLE):
        pass
    yield path
    shutil.rmtree(path)


@pytest.fixture
def own_folder(empty_folder: Path, folder: Path) -> Path:
    """A copy of `folder` for one test alone: faster than a new cluster."""
    shutil.copytree(folder, empty_folder, dirs_exist_ok=True)
    return empty_folder


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of living processes that carry `folder` in words or environment."""
    mark = str(folder).encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            words = (entry / "cmdline").read_bytes()
            environment = (entry / "environ").read_bytes()
            here = str((entry / "cwd").readlink()).encode()
        except OSError:
            continue
        if words and (mark in words or mark in environment or here.startswith(mark)):
            found.append(words.replace(b"\0", b" ").decode().strip())
    return sorted(found)


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True

"""What a VAR_DIR remembers between two runs: its passwords, its ports, who uses it."""

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lotsen_portal.embedded.errors import StartRefusedError
from lotsen_portal.embedded.processes import free_port, port_is_free

LOGS_KEPT = 3


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep `folder` for this process; the lock ends with the process, however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a+")
    except OSError as error:
        raise StartRefusedError(f"VAR_DIR {folder} cannot be written: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StartRefusedError(
                f"VAR_DIR {folder} is in use by process {lock.read().strip() or 'unknown'}: "
                "stop that one, or set VAR_DIR to another folder."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def password(folder: Path, name: str) -> str:
    """Return the random password `name` of this folder, made on first use."""
    known = read_json(folder / "passwords.json")
    if name not in known:
        known[name] = secrets.token_urlsafe(32)
        write_private(folder / "passwords.json", known)
    return known[name]


def port(folder: Path, name: str) -> int:
    """Return the port `name` had last time, or a fresh one when that is taken."""
    known = read_json(folder / "ports.json")
    last = int(known.get(name, 0))
    if last and port_is_free(last):
        return last
    return fresh_port(folder, name)


def last_port(folder: Path, name: str) -> int | None:
    known = read_json(folder / "ports.json").get(name)
    return int(known) if known else None


def fresh_port(folder: Path, name: str) -> int:
    chosen = free_port()
    known = read_json(folder / "ports.json")
    write_private(folder / "ports.json", {**known, name: str(chosen)})
    return chosen


def read_json(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text()))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise StartRefusedError(
            f"{path} is damaged ({error}); restore it or remove VAR_DIR."
        ) from error


def write_private(path: Path, content: dict[str, str]) -> None:
    """Replace `path` as a whole, readable by its owner alone."""
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def emptied(folder: Path) -> Path:
    """Return `folder` without what was in it, made if it was not there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    return folder


def fresh_log(folder: Path, name: str) -> Path:
    """Return the empty log `name`; the last ones are kept beside it."""
    log = folder / "log" / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    kept = [log, *(log.with_suffix(f".log.{number}") for number in range(1, LOGS_KEPT + 1))]
    for older, newer in zip(reversed(kept[1:]), reversed(kept[:-1]), strict=True):
        if newer.exists():
            newer.replace(older)
    log.touch()
    return log

"""Where the bytes lie, of uploads and of PDFs: under their hash, by no name that tells anything.

An upload lies once for a Kreis. A file is written before a row names it, so no row is ever without
one. What a rollback or a crash leaves of uploads, `schedule.sweep` removes. Writing and removing
one upload wait for each other.
"""

import datetime as dt
import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.common.errors import DomainError

# Files on their way: uploads as they arrive, and copies that are not whole yet.
ARRIVING = "arriving"
NO_LONGER_ARRIVING = dt.timedelta(hours=6)


class FileDamaged(DomainError):
    pass


def name_of(tenant_id: int, sha256: str) -> str:
    return f"{_folder(tenant_id)}/{sha256}"


def digest(file: File) -> str:
    found = hashlib.sha256()
    for piece in file.chunks():
        found.update(piece)
    return found.hexdigest()


def lock(names: Iterable[str]) -> None:
    """Keep these files from being written or removed by others until the transaction ends."""
    with connection.cursor() as cursor:
        # In one order for all, so that no two wait for each other.
        for name in sorted(set(names)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def keep(file: File, name: str) -> None:
    """Write the file whole or not at all, also over one of that name: it may be damaged."""
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        # An object store shows an object only when it is complete.
        if not storage.exists(name):
            storage.save(name, file)
        return
    final = Path(storage.path(name))
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(storage.path(ARRIVING)) / f"{uuid.uuid4().hex}.part"
    temporary.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("xb") as target:
        for piece in file.chunks():
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    temporary.replace(final)


def load(name: str, *, sha256: str) -> bytes:
    """Return the stored bytes; raise FileDamaged if they are not those once written."""
    try:
        with storages["default"].open(name) as file:
            content = file.read()
    except OSError:
        raise FileDamaged(
            "Die Datei ist nicht auffindbar. Bitte wenden Sie sich an den Betrieb."
        ) from None
    if sha256_hex(content) != sha256:
        raise FileDamaged(
            "Die Datei entspricht nicht mehr ihrer Prüfsumme und wird deshalb nicht ausgeliefert."
        )
    return content


def hashes(tenant_id: int) -> set[str]:
    """Return the hashes of all files that lie there for the Kreis."""
    try:
        return set(storages["default"].listdir(_folder(tenant_id))[1])
    except FileNotFoundError:
        return set()


def remove(name: str) -> None:
    storages["default"].delete(name)


def remove_arrivals(*, before: float) -> int:
    """Remove what a killed process left on its way; return how many files."""
    storage, removed = storages["default"], 0
    if isinstance(storage, FileSystemStorage):
        for path in Path(storage.path(ARRIVING)).glob("*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def left_behind() -> float:
    """Return the time before which nothing is on its way any more."""
    return time.time() - NO_LONGER_ARRIVING.total_seconds()


def _folder(tenant_id: int) -> str:
    return f"attachments/{tenant_id}"

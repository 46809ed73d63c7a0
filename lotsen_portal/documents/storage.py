"""Files of documents: written whole or not at all, named without personal data."""

import os
import uuid
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages

from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.common.errors import DomainError


class FileDamaged(DomainError):
    pass


def store(content: bytes, *, folder: str) -> str:
    """Write the bytes under a temporary name, then rename; return the final name."""
    name = f"{folder}/{sha256_hex(content)}.pdf"
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        # An object store shows an object only when it is complete.
        return storage.save(name, ContentFile(content))
    final = Path(storage.path(name))
    final.parent.mkdir(parents=True, exist_ok=True)
    temporary = final.with_name(f"{uuid.uuid4().hex}.part")
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(final)
    return name


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

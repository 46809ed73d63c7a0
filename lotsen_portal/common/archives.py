"""Office documents are ZIP archives: look into one without ever holding what it unpacks to."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1_000_000  # bytes of the table of contents
MAX_UNPACKED = 100_000_000
# A table of equal rows packs well; a bomb packs a thousand times.
MAX_RATIO = 200
ALWAYS_FINE = 10_000_000  # unpacked bytes, whatever the ratio
MAX_NAME_OF_KIND = 500_000  # bytes of the entry that says what the archive is
CHUNK = 65_536
# zipfile raises whatever its unpackers raise on bytes that are no ZIP.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
END_LENGTH, LOCATOR_LENGTH = 22, 20


class NoArchive(Exception):
    """The bytes are no archive as office programs write them."""


class Bomb(Exception):
    """The archive unpacks to more than a document holds."""


class Macros(Exception):
    """The document brings a program along."""


MACRO_NAMES = ("vbaproject.bin", "vbadata.xml")
MACRO_FOLDERS = ("basic/", "scripts/", "xl/macrosheets/", "word/activex/", "xl/activex/")


@contextmanager
def opened(file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
    """Open an archive that is whole, small when unpacked, and free of macros."""
    _look_at_the_ends(file)
    try:
        with zipfile.ZipFile(file) as archive:
            names = [entry.filename.lower() for entry in archive.infolist()]
            if len(names) > MAX_ENTRIES:
                raise Bomb
            # Of two entries of one name, two programs read two different ones.
            if len(set(names)) != len(names):
                raise NoArchive
            if any(_is_macro(name) for name in names):
                raise Macros
            _unpack(archive, packed=file.seek(0, 2))
            yield archive
    except UNREADABLE:
        raise NoArchive from None


def read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a short entry, or nothing if there is none of that name."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as entry:
        return entry.read(MAX_NAME_OF_KIND)


def _look_at_the_ends(file: IO[bytes]) -> None:
    """Read no table of contents that is longer than a document's.

    zipfile reads all of it into memory, before anybody can count the entries.
    """
    file.seek(0)
    if file.read(4) != b"PK\x03\x04":
        raise NoArchive
    length = file.seek(0, 2)
    file.seek(max(0, length - END_LENGTH - LOCATOR_LENGTH))
    tail = file.read()
    end = tail[-END_LENGTH:]
    # Neither a comment behind the end nor 64-bit lengths: no office program writes them here.
    if end[:4] != b"PK\x05\x06" or end[-2:] != b"\0\0" or tail.startswith(b"PK\x06\x07"):
        raise NoArchive
    if int.from_bytes(end[12:16], "little") > MAX_DIRECTORY:
        raise Bomb


def _is_macro(name: str) -> bool:
    return name.endswith(MACRO_NAMES) or name.startswith(MACRO_FOLDERS)


def _unpack(archive: zipfile.ZipFile, *, packed: int) -> None:
    """Count what comes out, piece by piece; believe no length that the archive states."""
    limit = min(MAX_UNPACKED, max(ALWAYS_FINE, MAX_RATIO * packed))
    if sum(entry.file_size for entry in archive.infolist()) > limit:
        raise Bomb
    unpacked = 0
    for entry in archive.infolist():
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NoArchive
        with archive.open(entry) as stream:
            while piece := stream.read(CHUNK):
                unpacked += len(piece)
                if unpacked > limit:
                    raise Bomb

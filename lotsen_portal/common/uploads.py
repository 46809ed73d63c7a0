"""Uploaded files: a short list of kinds, each known by its content and harmless to keep.

What a browser says of a file, its name and its content type, is the sender's word. The list
leaves out whatever a browser or an office program would run: HTML, SVG, macros, programs.
"""

import codecs
import re
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from PIL import Image

from lotsen_portal.common import archives
from lotsen_portal.common.errors import DomainError

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
MAX_STEM = 100  # characters
CHUNK = 65_536

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
# Names that Windows takes for devices, whatever follows the dot.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
OTHER_THAN_TEXT = re.compile(r"\s*(<[!?a-z]|%pdf-|\{\\rtf)", re.IGNORECASE)


class UnfitFile(DomainError):
    pass


class _OtherContent(Exception):
    """The bytes are not of the kind that the name says."""


class _TooManyPixels(Exception):
    pass


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: its suffix, how it is served, how it is recognised."""

    suffix: str
    content_type: str
    recognise: Callable[[IO[bytes]], None]

    @property
    def label(self) -> str:
        return self.suffix.upper()


@dataclass(frozen=True)
class Upload:
    """A file that has been looked into, under a name that is safe to show and to save."""

    name: str
    kind: Kind
    file: File
    size: int


def checked(file: File) -> Upload:
    """Return the file as an upload; raise UnfitFile with a sentence if it is not fit to keep."""
    shown, suffix = _name_parts(file.name or "")
    kind, size = KINDS.get(suffix), file.size
    name = f"{shown}.{kind.suffix if kind else suffix}".rstrip(".")
    if kind is None:
        raise UnfitFile(
            f"„{name}“: Diese Art von Datei nimmt das Portal nicht an. Möglich sind {LABELS}."
        )
    if not size:
        raise UnfitFile(f"„{name}“ ist leer.")
    if size > MAX_BYTES:
        raise UnfitFile(f"„{name}“ ist größer als 10 MB.")
    try:
        kind.recognise(cast(IO[bytes], file.file))
    except (_OtherContent, archives.NoArchive):
        raise UnfitFile(
            f"„{name}“: Der Inhalt ist beschädigt oder passt nicht zur Endung „.{suffix}“."
        ) from None
    except archives.Macros:
        raise UnfitFile(
            f"„{name}“ enthält Makros. Bitte speichern Sie die Datei ohne Makros oder als PDF."
        ) from None
    except archives.Bomb:
        raise UnfitFile(f"„{name}“ ist ausgepackt zu groß.") from None
    except _TooManyPixels:
        raise UnfitFile(
            f"„{name}“ hat zu viele Bildpunkte. Bitte verkleinern Sie das Bild."
        ) from None
    finally:
        file.seek(0)
    return Upload(name=name, kind=kind, file=file, size=size)


def _name_parts(name: str) -> tuple[str, str]:
    """Return what to call the file, and its suffix; nothing of a path and nothing invisible."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in last if char.isprintable()).translate(NOT_IN_FILE_NAMES)
    stem, dot, suffix = visible.rpartition(".")
    stem, suffix = (stem, suffix) if dot else (visible, "")
    stem = " ".join(stem.split()).strip(" .")[:MAX_STEM].strip(" .") or "Datei"
    return f"_{stem}" if DEVICES.fullmatch(stem) else stem, suffix.strip().lower()[:10]


# What each kind begins with and holds


def _pdf(file: IO[bytes]) -> None:
    """Begin at the very first byte: behind other bytes lies a page or program for others."""
    file.seek(0)
    if not re.match(rb"%PDF-[12]\.\d", file.read(8)):
        raise _OtherContent
    length = file.seek(0, 2)
    file.seek(max(0, length - 2048))
    if b"%%EOF" not in file.read():
        raise _OtherContent


def _image(format_name: str) -> Callable[[IO[bytes]], None]:
    def recognise(file: IO[bytes]) -> None:
        """Read the head, and for PNG the checksums: no picture is unpacked."""
        file.seek(0)
        try:
            with Image.open(file, formats=[format_name]) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise _TooManyPixels
                image.verify()
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise _TooManyPixels from None
        # Pillow raises whatever its readers raise on bytes that are no picture.
        except (OSError, SyntaxError, ValueError, EOFError, IndexError):
            raise _OtherContent from None

    return recognise


def _office(main_part: str) -> Callable[[IO[bytes]], None]:
    def recognise(file: IO[bytes]) -> None:
        with archives.opened(file) as archive:
            types = archives.read(archive, "[Content_Types].xml")
        # What an entity or another encoding would hide from these comparisons.
        if b"&" in types or b"<!" in types or b"\0" in types:
            raise _OtherContent
        if b"macro" in types.lower():
            raise archives.Macros
        if f'"{OFFICE}.{main_part}.main+xml"'.encode() not in types:
            raise _OtherContent

    return recognise


def _open_document(what: str) -> Callable[[IO[bytes]], None]:
    def recognise(file: IO[bytes]) -> None:
        with archives.opened(file) as archive:
            if archives.read(archive, "mimetype") != f"{OPEN_DOCUMENT}.{what}".encode():
                raise _OtherContent

    return recognise


def _text(file: IO[bytes]) -> None:
    """Take UTF-8, and what a German Excel writes; no markup, nothing unprintable."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return _read_text(file, codecs.getincrementaldecoder(encoding)())
        except UnicodeDecodeError:
            continue
    raise _OtherContent


def _table_text(file: IO[bytes]) -> None:
    """Take what programs of any age write as CSV: UTF-16 with its mark, one byte a letter."""
    file.seek(0)
    if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        with suppress(UnicodeDecodeError):
            return _read_text(file, codecs.getincrementaldecoder("utf-16")())
        raise _OtherContent
    try:
        return _text(file)
    except _OtherContent:
        return _read_text(file, codecs.getincrementaldecoder("latin-1")())


def _read_text(file: IO[bytes], decoder: codecs.IncrementalDecoder) -> None:
    file.seek(0)
    is_first = True
    while piece := file.read(CHUNK):
        text = decoder.decode(piece)
        if UNPRINTABLE.search(text) or (is_first and OTHER_THAN_TEXT.match(text)):
            raise _OtherContent
        is_first = False
    decoder.decode(b"", final=True)


_JPEG = Kind("jpg", "image/jpeg", _image("JPEG"))
KINDS = {
    "pdf": Kind("pdf", "application/pdf", _pdf),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("png", "image/png", _image("PNG")),
    "docx": Kind(
        "docx", f"{OFFICE}.wordprocessingml.document", _office("wordprocessingml.document")
    ),
    "xlsx": Kind("xlsx", f"{OFFICE}.spreadsheetml.sheet", _office("spreadsheetml.sheet")),
    "odt": Kind("odt", f"{OPEN_DOCUMENT}.text", _open_document("text")),
    "ods": Kind("ods", f"{OPEN_DOCUMENT}.spreadsheet", _open_document("spreadsheet")),
    "txt": Kind("txt", "text/plain", _text),
    "csv": Kind("csv", "text/csv", _table_text),
}
CONTENT_TYPES = {kind.content_type for kind in KINDS.values()}
LABELS = "PDF, JPG, PNG, DOCX, XLSX, ODT, ODS, TXT und CSV"


class BoundedUploadHandler(FileUploadHandler):
    """Keep of a file that is too large only what shows that it is.

    The rest is read and dropped: the form comes back with a sentence and all that was typed. The
    file on disk has no name, so a process that is killed leaves nothing.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        folder = Path(settings.ARRIVING_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        arriving = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # the request closes it
        self.file = UploadedFile(arriving, self.file_name, self.content_type, 0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start <= MAX_BYTES:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

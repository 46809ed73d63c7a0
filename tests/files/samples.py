"""Files as office programs, cameras and attackers make them."""

import io
import struct
import zipfile
import zlib

from openpyxl import Workbook
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(format_name: str, size: tuple[int, int] = (20, 10)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "navy").save(written, format_name)
    return written.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large, and is a few bytes long."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries.items():
            # Not as of now: the same entries are the same bytes in the next second.
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return written.getvalue()


def word_types(main_part: str = f"{WORD}.main+xml") -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types><Override PartName="/word/document.xml"'
        f' ContentType="{main_part}"/></Types>'
    ).encode()


def docx(extra: dict[str, bytes] | None = None, types: bytes = b"") -> bytes:
    entries = {
        "[Content_Types].xml": types or word_types(),
        "word/document.xml": b"<w:document>Guten Tag</w:document>",
    }
    return packed(entries | (extra or {}))


def docx_of(entries: int) -> bytes:
    return docx({str(number): b"" for number in range(entries)})


def packed_by_lzma() -> bytes:
    return packed({"[Content_Types].xml": word_types()}, zipfile.ZIP_LZMA)


def xlsx() -> bytes:
    written = io.BytesIO()
    book = Workbook()
    book.worksheets[0].append(["Name", "Ort"])
    book.save(written)
    return written.getvalue()


def odf(what: str, extra: dict[str, bytes] | None = None) -> bytes:
    kind = f"application/vnd.oasis.opendocument.{what}".encode()
    return packed({"mimetype": kind, "content.xml": b"<office/>"} | (extra or {}))


def bomb(unpacked: int) -> bytes:
    """Return a document with one entry of so many zeros."""
    written = io.BytesIO()
    zeros = b"\0" * 1_000_000
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", word_types())
        with archive.open("word/document.xml", "w", force_zip64=False) as entry:
            for _ in range(unpacked // len(zeros)):
                entry.write(zeros)
    return written.getvalue()


def lying_bomb() -> bytes:
    """Return a document whose entry says that it unpacks to one byte."""
    content = bytearray(bomb(300_000_000))
    name = b"word/document.xml"
    in_directory = content.rindex(name) - 46
    content[in_directory + 24 : in_directory + 28] = struct.pack("<I", 1)
    return bytes(content)


def overlapping_bomb(copies: int = 25) -> bytes:
    """Return a document whose table of contents names the same packed bytes many times."""
    small = docx({"word/a": b"\0" * 5_000_000})
    start = struct.unpack("<I", small[-6:-2])[0]
    directory = small[start:-22]
    last = directory[directory.rindex(b"PK\x01\x02") :]
    more = b"".join(last[:-1] + bytes([ord("b") + n]) for n in range(copies))
    end = bytearray(small[-22:])
    end[12:16] = struct.pack("<I", len(directory) + len(more))
    return small[:start] + directory + more + bytes(end)

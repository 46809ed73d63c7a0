"""What is taken as a file, and what each refused one is told."""

import random
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from lotsen_portal.common.uploads import MAX_BYTES, UnfitFile, checked
from tests.files import samples

OTHER = "Der Inhalt ist beschädigt oder passt nicht zur Endung"
ALLOWED = "Möglich sind PDF, JPG, PNG, DOCX, XLSX, ODT, ODS, TXT und CSV."
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def upload(name: str, content: bytes) -> Any:
    return checked(ContentFile(content, name=name))


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UnfitFile) as refused:
        upload(name, content)
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Bescheid.pdf", samples.PDF, "application/pdf"),
        ("Foto.JPG", samples.picture("JPEG"), "image/jpeg"),
        ("foto.jpeg", samples.picture("JPEG"), "image/jpeg"),
        ("Bild.png", samples.picture("PNG"), "image/png"),
        ("Brief.docx", samples.docx(), samples.WORD),
        ("Liste.xlsx", samples.xlsx(), SPREADSHEET),
        ("Brief.odt", samples.odf("text"), "application/vnd.oasis.opendocument.text"),
        ("Liste.ods", samples.odf("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("notiz.txt", "Grüß Gott\r\nBis 10 < 20 Uhr".encode(), "text/plain"),
        ("aus-excel.csv", "Name;Straße\r\nMüller;Süd\r\n".encode("cp1252"), "text/csv"),
        ("mit-bom.csv", "\ufeffName;Straße".encode(), "text/csv"),
    ],
)
def test_known_kinds_are_taken(name: str, content: bytes, content_type: str) -> None:
    found = upload(name, content)

    assert (found.kind.content_type, found.size) == (content_type, len(content))
    assert found.file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("leer.pdf", b"", "„leer.pdf“ ist leer."),
        ("groß.pdf", samples.PDF + b" " * MAX_BYTES, "„groß.pdf“ ist größer als 10 MB."),
        ("seite.html", b"<html>", ALLOWED),
        ("bild.svg", samples.SVG, ALLOWED),
        ("liste.xlsm", samples.xlsx(), ALLOWED),
        ("spiel.exe", b"MZ", ALLOWED),
        ("ohne-endung", samples.PDF, ALLOWED),
        (".pdf", b"", "„Datei.pdf“ ist leer."),
        ("bild.png", samples.SVG, OTHER),
        ("bild.png", samples.picture("JPEG"), OTHER),
        ("bild.jpg", samples.picture("PNG"), OTHER),
        ("bild.png", samples.picture("PNG")[:-20], OTHER),
        ("bild.png", samples.png_of(30_000, 30_000), "zu viele Bildpunkte"),
        ("bild.png", samples.png_of(10_000, 10_000), "zu viele Bildpunkte"),
        ("bild.png", samples.png_of(8_000, 8_000), "zu viele Bildpunkte"),
        ("seite.pdf", b"<html><script>x</script>" + samples.PDF, OTHER),
        ("halb.pdf", samples.PDF[:-8], OTHER),
        ("brief.pdf", samples.docx(), OTHER),
        ("brief.docx", samples.xlsx(), OTHER),
        ("brief.docx", samples.odf("text"), OTHER),
        ("brief.docx", samples.packed({"x": b"y"}), OTHER),
        ("brief.docx", b"PK\x03\x04", OTHER),
        ("brief.docx", b"MZ" + samples.docx(), OTHER),
        ("brief.docx", samples.docx() + b"<script>", OTHER),
        ("brief.docx", samples.docx()[:-30], OTHER),
        ("brief.docx", samples.docx({"WORD/document.xml": b"another"}), OTHER),
        ("brief.odt", samples.odf("spreadsheet"), OTHER),
        ("notiz.txt", b"GIF89a\x00\x01", OTHER),
        ("notiz.txt", b"  <!DOCTYPE html>", OTHER),
        ("notiz.txt", samples.SVG, OTHER),
        ("notiz.txt", samples.PDF, OTHER),
        ("notiz.txt", "Grüß Gott".encode("utf-16"), OTHER),
        ("notiz.txt", b"\x81\x8d\xff", OTHER),
    ],
)
def test_unfit_file_is_refused_with_a_sentence(name: str, content: bytes, sentence: str) -> None:
    assert sentence in refusal(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("brief.docx", samples.docx({"word/vbaProject.bin": b"x"})),
        ("brief.docx", samples.docx({"word/activeX/activeX1.bin": b"x"})),
        (
            "brief.docx",
            samples.docx(
                types=samples.word_types("application/vnd.ms-word.document.macroEnabled.main+xml")
            ),
        ),
        ("liste.ods", samples.odf("spreadsheet", {"Basic/Standard/Modul.xml": b"x"})),
    ],
)
def test_document_with_macros_is_refused(name: str, content: bytes) -> None:
    assert "enthält Makros" in refusal(name, content)


@pytest.mark.parametrize(
    "types",
    [
        samples.word_types().replace(b"<Types>", b'<!DOCTYPE x [<!ENTITY e "x">]><Types>'),
        samples.word_types().replace(b"<Types>", b"<Types>&#109;"),
        samples.word_types().decode().encode("utf-16"),
    ],
)
def test_types_of_a_document_hide_nothing(types: bytes) -> None:
    assert OTHER in refusal("brief.docx", samples.docx(types=types))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (partial(samples.bomb, 300_000_000), "ausgepackt zu groß"),
        (partial(samples.bomb, 50_000_000), "ausgepackt zu groß"),
        (samples.lying_bomb, OTHER),
        (samples.overlapping_bomb, "ausgepackt zu groß"),
        (partial(samples.docx_of, 3_000), "ausgepackt zu groß"),
        (partial(samples.docx_of, 60_000), "ausgepackt zu groß"),
        (partial(samples.docx_of, 90_000), OTHER),
        (samples.packed_by_lzma, OTHER),
    ],
    ids=["300 MB", "ratio", "lying", "overlap", "3,000", "60,000", "90,000 entries", "lzma"],
)
def test_archive_is_never_held_unpacked(make: Callable[[], bytes], sentence: str) -> None:
    file = ContentFile(make(), name="brief.docx")
    assert file.size < MAX_BYTES
    tracemalloc.start()
    try:
        with pytest.raises(UnfitFile, match=sentence):
            checked(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8_000_000


def test_archive_inside_an_archive_is_not_opened() -> None:
    nested = samples.docx({"word/embeddings/tabelle.xlsx": samples.bomb(50_000_000)})

    assert upload("brief.docx", nested).kind.label == "DOCX"


def test_content_type_of_the_sender_is_not_believed() -> None:
    file = SimpleUploadedFile("x.png", samples.picture("PNG"), content_type="text/html")

    assert checked(file).kind.content_type == "image/png"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Bescheid März.pdf", "Bescheid März.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\anna\\brief.pdf", "brief.pdf"),
        ("rechnung\u202efdp.pdf", "rechnungfdp.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
        ("  viele   Wörter  .PDF", "viele Wörter.pdf"),
        ("...pdf", "Datei.pdf"),
        ("con.pdf", "_con.pdf"),
        ("LPT1.x.pdf", "_LPT1.x.pdf"),
        ("n" * 300 + ".pdf", "n" * 100 + ".pdf"),
        ("u\u0308ber.pdf", "über.pdf"),
    ],
)
def test_name_is_cleaned(sent: str, kept: str) -> None:
    assert upload(sent, samples.PDF).name == kept


def test_hidden_program_is_no_picture() -> None:
    assert refusal("../../x\u202egnp.exe", b"MZ").startswith("„xgnp.exe“: Diese Art von Datei")


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_saved(name: str) -> None:
    kept = upload(f"{name}.pdf", samples.PDF).name

    assert kept.endswith(".pdf")
    assert kept.isprintable()
    assert not set('/\\<>:"|?*') & set(kept)
    assert len(kept) <= 110
    assert not kept.startswith((".", " "))


@given(
    st.sampled_from(["pdf", "jpg", "png", "docx", "xlsx", "odt", "ods", "txt", "csv"]),
    st.sampled_from([b"", samples.PDF, samples.docx(), samples.picture("PNG"), b"PK\x03\x04"]),
    st.binary(max_size=300),
)
def test_any_content_is_taken_or_refused(suffix: str, begin: bytes, rest: bytes) -> None:
    with suppress(UnfitFile):
        assert upload(f"x.{suffix}", begin + rest).name == f"x.{suffix}"


DAMAGED = 4_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Brief.docx", samples.docx()),
        ("Liste.xlsx", samples.xlsx()),
        ("Brief.odt", samples.odf("text")),
        ("Liste.ods", samples.odf("spreadsheet")),
        ("Bild.png", samples.picture("PNG")),
        ("Foto.jpg", samples.picture("JPEG")),
    ],
)
def test_damaged_file_is_taken_or_refused(name: str, content: bytes) -> None:
    """What a broken transfer or a hand leaves behind; each seed is a file that can be repeated."""
    refused = 0
    for seed in range(DAMAGED):
        try:
            upload(name, _damaged(content, random.Random(seed)))
        except UnfitFile:
            refused += 1

    assert 0 < refused < DAMAGED


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """Change one to four bytes, now and then drop or repeat a piece."""
    changed = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    start = chance.randrange(len(changed))
    piece = slice(start, start + chance.randint(1, 20))
    match chance.randrange(6):
        case 0:
            del changed[piece]
        case 1:
            changed[start:start] = changed[piece]
    return bytes(changed)

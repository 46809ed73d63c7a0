import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

from lotsen_portal.common.charts import bar_chart
from lotsen_portal.common.pdf import Attachment, ForeignAddressError, render_pdf
from tests.pdf_checks import assert_accessible, findings_of, text_of

pytestmark = pytest.mark.slow
CREATED = datetime(2026, 11, 22, 12, 30, tzinfo=timezone(timedelta(hours=1)))
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
CHART = bar_chart(
    chart_id="probe", title="Schulungen", series={"2026": [3, 5]}, labels=["Asylrecht", "Sprache"]
)
ATTACHMENTS = [
    Attachment(
        name="datenstand.json",
        content=b'{"a":1}',
        description="Datenstand",
        mime_type="application/json",
        relationship="Source",
    ),
    Attachment(
        name="tabellen.xlsx",
        content=b"PK not really a workbook",
        description="Tabellen",
        mime_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        relationship="Data",
    ),
]
ROWS = "".join(
    f"<tr><th scope=row>{number}</th><td>Gehalt im Monat {number}</td><td>1.234,50 €</td>"
    f"<td>22.11.2026</td></tr>"
    for number in range(1, 151)
)
SAMPLE = f"""<!doctype html><html lang="de"><head><style>
@page {{ size: A4; margin: 20mm; @bottom-right {{ content: "Seite " counter(page) " von "
  counter(pages); font-family: "Portal Sans" }} }}
body {{ font-family: "Portal Sans"; hyphens: auto }} h1, h2, th {{ font-weight: 600 }}
.signature {{ margin-top: 20mm; border-top: 1pt solid black }} tr {{ break-inside: avoid }}
</style></head><body><h1>Probe für Miesbach</h1>
<p>Ein <em>Text</em> mit einem <a href="https://www.example.org/">Verweis nach draußen</a> und
einem <a href="#belege">Verweis auf die Tabelle</a>.</p>
<p><img src="portal-image:k3.svg" alt="Es gab mehr Schulungen zur Sprache als zum Asylrecht."></p>
<h2 id="belege">Belege</h2><table><caption>Ausgaben</caption>
<thead><tr><th scope="col">Nr.</th><th scope="col">Grund</th><th scope="col">Betrag</th>
<th scope="col">Tag</th></tr></thead><tbody>{ROWS}</tbody></table>
<p class="signature">Ort, Datum, Unterschrift</p></body></html>"""
PRINT_HASH = """
import hashlib, django
django.setup()
from tests.common.test_pdf import sample
print(hashlib.sha256(sample()).hexdigest())
"""


def sample() -> bytes:
    return render_pdf(
        SAMPLE, title="Probe", created=CREATED, attachments=ATTACHMENTS, images={"k3.svg": CHART}
    )


@pytest.fixture(scope="module")
def rendered() -> bytes:
    return sample()


@pytest.fixture
def document(rendered: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(rendered)) as opened:
        yield opened


def elements(node: Any) -> Iterator[Any]:
    """Walk the structure tree."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def test_sample_is_accessible_but_for_the_known_warning(rendered: bytes) -> None:
    assert {finding[:2] for finding in findings_of(rendered)} == {("warning", "PAG-001")}


def test_checkers_do_find_what_is_wrong() -> None:
    bad = render_pdf(
        '<html lang="de"><body><p><img src="portal-image:k3.svg"></p></body></html>',
        title="Ohne Alternativtext",
        created=CREATED,
        images={"k3.svg": CHART},
    )
    rules = {finding.rule for finding in findings_of(bad) if finding.severity == "error"}
    assert {rule.split("-")[0] for rule in rules} == {"UA", "FIG"}
    with pytest.raises(AssertionError):
        assert_accessible(bad)


def test_sample_says_that_it_is_both_standards_in_one_description(document: pikepdf.Pdf) -> None:
    root = ElementTree.fromstring(document.Root.Metadata.read_bytes())
    assert len(list(root.iter(f"{RDF}RDF"))) == 1
    metadata = document.open_metadata()
    assert metadata.pdfa_status == "3A"
    assert metadata["pdfuaid:part"] == "1"
    assert metadata["dc:title"] == "Probe"
    schemas = [node.text for node in root.iter() if node.tag.endswith("}namespaceURI")]
    assert schemas == ["http://www.aiim.org/pdfua/ns/id/"]


def test_sample_is_german_titled_tagged_and_dated(document: pikepdf.Pdf) -> None:
    root = document.Root
    assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("de", True)
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert str(document.docinfo.Title) == "Probe"
    assert str(document.docinfo.CreationDate) == "D:20261122113000Z"
    assert str(root.OutputIntents[0].S) == "/GTS_PDFA1"


def test_heads_of_a_table_know_their_direction(document: pikepdf.Pdf) -> None:
    heads = [node for node in elements(document.Root.StructTreeRoot.K) if node.S == "/TH"]
    scopes = [str(head.A.Scope) for head in heads]
    pages_with_a_table = scopes.count("/Column") // 4
    assert pages_with_a_table >= 3
    assert scopes.count("/Column") == 4 * pages_with_a_table
    assert scopes.count("/Row") == 150


def test_running_feet_are_artifacts_and_all_else_has_its_place_in_the_tree(
    document: pikepdf.Pdf,
) -> None:
    owners = document.Root.StructTreeRoot.ParentTree.Nums[1::2]
    for page, page_owners in zip(document.pages, owners, strict=False):
        marks = [
            step.operands
            for step in pikepdf.parse_content_stream(page)
            if str(step.operator) == "BDC"
        ]
        feet = [operands for operands in marks if operands[0] == "/Artifact"]
        owned = {int(operands[1].MCID) for operands in marks if operands[0] != "/Artifact"}
        assert [str(operands[1].Type) for operands in feet] == ["/Pagination"]
        assert owned == {number for number, owner in enumerate(page_owners) if owner is not None}


def test_links_are_printed(document: pikepdf.Pdf) -> None:
    flags = [int(link.F) for page in document.pages for link in page.get("/Annots", [])]
    assert flags == [4, 4]


def test_attachments_are_listed_once_and_unchanged(document: pikepdf.Pdf) -> None:
    listed = document.Root.AF
    assert [
        (
            str(entry.UF),
            str(entry.Desc),
            str(entry.AFRelationship),
            str(entry.EF.F.Subtype),
            entry.EF.F.read_bytes(),
        )
        for entry in listed
    ] == [
        (item.name, item.description, f"/{item.relationship}", f"/{item.mime_type}", item.content)
        for item in ATTACHMENTS
    ]


def test_all_fonts_are_our_own_and_embedded(document: pikepdf.Pdf) -> None:
    names = {
        str(font.BaseFont).split("+")[-1]
        for font in document.objects
        if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
    }
    assert names == {"Portal-Sans", "Portal-Sans-Italic", "Portal-Sans-Semi-Bold"}
    descriptors = [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert all("/FontFile2" in item or "/FontFile3" in item for item in descriptors)


def test_sample_reads_as_written(rendered: bytes) -> None:
    pages = text_of(rendered).split("\f")[:-1]
    assert "Probe für Miesbach" in pages[0]
    assert [f"Seite {number} von {len(pages)}" in page for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert text_of(rendered).count("Gehalt im Monat") == 150


@pytest.mark.worker
def test_same_html_gives_the_same_bytes_in_this_and_another_process(rendered: bytes) -> None:
    other = subprocess.run(
        [sys.executable, "-c", PRINT_HASH],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"TZ": "Asia/Tokyo"},
    )
    assert sample() == rendered
    assert other.stdout.strip() == hashlib.sha256(rendered).hexdigest()


@pytest.mark.worker
def test_a_machine_without_fonts_renders_without_a_warning(tmp_path: Path, rendered: bytes) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig><cachedir>/nonexistent</cachedir></fontconfig>")
    other = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", PRINT_HASH],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"FONTCONFIG_FILE": str(empty)},
    )
    assert other.stdout.strip() == hashlib.sha256(rendered).hexdigest()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="../../etc/passwd" alt="x">',
        '<base href="file:///etc/"><img src="passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="data:image/png;base64,AAAA" alt="x">',
        '<img src="portal-image:unknown.svg" alt="x">',
        '<img src="portal-font:../../../package.json" alt="x">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<style>@import "file:///etc/passwd";</style>',
        '<style>@font-face { font-family: x; src: url("http://127.0.0.1:9/x") }</style>',
        "<style>p::before { content: url(file:///etc/passwd) }</style><p>x</p>",
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>',
    ],
)
def test_nothing_is_read_from_disk_or_network(markup: str) -> None:
    with pytest.raises(ForeignAddressError, match="own files"):
        render_pdf(f'<html lang="de"><body>{markup}</body></html>', title="x", created=CREATED)


def test_a_chart_cannot_reach_further_than_its_document() -> None:
    chart = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    with pytest.raises(ForeignAddressError, match="own files"):
        render_pdf(
            '<html lang="de"><body><img src="portal-image:a.svg" alt="x"></body></html>',
            title="x",
            created=CREATED,
            images={"a.svg": chart},
        )


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        render_pdf("<p>x", title="x", created=datetime(2026, 11, 22))
    assert render_pdf("<p>x", title="x", created=datetime(2026, 11, 22, tzinfo=UTC))

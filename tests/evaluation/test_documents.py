import copy
import hashlib
import io
import os
import re
import subprocess
import sys

import pikepdf
import pytest
from openpyxl import load_workbook

from evaluation import indicators
from evaluation.actions import figures
from evaluation.documents import (
    Snapshot,
    attachments_of,
    fingerprint_of,
    narrative_copy_html,
    render_narrative_copy,
    render_statement_of_use,
    report_of,
    statement_of_use_html,
)
from evaluation.indicators import Figures, Period
from lotsen_portal.common.canonical import canonical_json
from tests.evaluation.sample_snapshot import sample_snapshot
from tests.pdf_checks import assert_accessible, findings_of, text_of

pytestmark = pytest.mark.slow

CHAPTERS = [
    "1 Personal und Träger",
    "2 Rahmenbedingungen",
    "3 Darstellung nach Aufgabenfeldern",
    "4 Statistik",
    "5 Schulungsübersicht",
    "6 Netzwerk- und Gremienarbeit",
    "7 Gewinnung von Ehrenamtlichen mit Migrationsgeschichte",
    "8 Zielerreichung und Ausblick",
    "9 Zahlenmäßiger Nachweis",
]
PRINT_HASH = """
import hashlib, django
django.setup()
from evaluation.documents import render_statement_of_use
from tests.evaluation.sample_snapshot import sample_snapshot
print(hashlib.sha256(render_statement_of_use(sample_snapshot())).hexdigest())
"""
EVIL = '<img src="file:///etc/passwd">{{ 1 }}{% now "Y" %}</td></style><script>alert(1)</script>'


@pytest.fixture(scope="module")
def statement() -> bytes:
    return render_statement_of_use(sample_snapshot())


@pytest.fixture(scope="module")
def narrative() -> bytes:
    return render_narrative_copy(report_of(sample_snapshot()))


def sparse_snapshot(*, count: int = 0) -> Snapshot:
    """A report where next to nothing was recorded; `count` rows in every table."""
    snapshot = sample_snapshot(vouchers=count, training_count=count)
    snapshot["staff"] = snapshot["staff"][:count]
    snapshot["staff_note"] = ""
    snapshot["conditions"] = {"text": "", "figures": snapshot["conditions"]["figures"][:count]}
    snapshot["task_areas"] = [
        area | {"text": "", "figures": area["figures"][:count]} for area in snapshot["task_areas"]
    ]
    snapshot["statistics"] = [
        table | {"rows": table["rows"][:count], "chart": None}
        for table in snapshot["statistics"][:count]
    ]
    network = snapshot["network"]
    snapshot["network"] = {
        "sections": network["sections"][:count],
        "figures": network["figures"][:count],
        "meetings": network["meetings"][:count],
    }
    snapshot["recruitment"] = {"text": "", "figures": []}
    snapshot["outlook"] = snapshot["outlook"][:count]
    snapshot["grant"] = snapshot["grant"] | {"notices": [], "paid_out": None}
    snapshot["recipient"] = snapshot["recipient"] | {"contact_name": ""}
    snapshot["finance"]["note"] = ""
    snapshot["vouchers"]["income"] = snapshot["vouchers"]["income"][:count]
    return snapshot


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def embedded(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(entry.UF): entry.EF.F.read_bytes() for entry in opened.Root.AF}


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html)


def test_both_documents_are_accessible(statement: bytes, narrative: bytes) -> None:
    # The head of the Belegliste comes again on each page, which one checker takes for a page head.
    assert {finding[:2] for finding in findings_of(statement)} == {("warning", "PAG-001")}
    assert findings_of(narrative) == []


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_report_with_hardly_a_row_is_accessible(count: int) -> None:
    assert_accessible(render_statement_of_use(sparse_snapshot(count=count)))


def test_chapters_of_both_documents() -> None:
    snapshot = sample_snapshot()
    assert headings(statement_of_use_html(snapshot)) == [
        "Inhalt",
        *CHAPTERS,
        "10 Bestätigungen",
        "Anlage: Belegliste",
    ]
    assert headings(narrative_copy_html(report_of(snapshot))) == ["Inhalt", *CHAPTERS]


def test_every_chapter_is_there_to_be_linked_to_when_nothing_is() -> None:
    snapshot = sparse_snapshot() | {"task_areas": []}
    html = statement_of_use_html(snapshot)
    assert (
        set(re.findall(r'href="#(\w+)"', html)) - set(re.findall(r'<h2 id="(\w+)"', html)) == set()
    )


def test_printed_fingerprint_is_that_of_the_attached_snapshot(statement: bytes) -> None:
    snapshot = sample_snapshot()
    attached = embedded(statement)["datenstand.json"]
    pages = text_of(statement).split("\f")[:-1]
    assert attached == canonical_json(snapshot)
    assert fingerprint_of(snapshot) == hashlib.sha256(attached).hexdigest()
    assert [fingerprint_of(snapshot) in page for page in pages] == [True] * len(pages)


def test_every_voucher_stands_in_the_statement_in_time_order(statement: bytes) -> None:
    snapshot = sample_snapshot()
    days = re.findall(r"^ {0,6}\d+ +(\d\d\.\d\d\.2026)", text_of(statement), re.MULTILINE)
    rows = snapshot["vouchers"]["income"] + snapshot["vouchers"]["expenses"]
    assert [".".join(reversed(row["paid_on"].split("-"))) for row in rows] == days
    assert "97.893,00" in text_of(statement)


def test_the_copy_holds_no_voucher_anywhere(narrative: bytes) -> None:
    snapshot = sample_snapshot()
    report = report_of(snapshot)
    files = embedded(narrative)
    assert {"vouchers", "confirmations", "signatures"} & report.keys() == set()
    assert files["datenstand.json"] == canonical_json(report)
    book = load_workbook(io.BytesIO(files["tabellen.xlsx"]))
    everything = "\n".join(
        [
            text_of(narrative),
            files["datenstand.json"].decode(),
            *(str(value) for sheet in book for row in sheet.values for value in row),
        ]
    )
    purposes = {row["purpose"] for row in snapshot["vouchers"]["expenses"]}
    assert {purpose for purpose in purposes if purpose in everything} == set()
    assert "97.893,00" in everything


def test_workbook_has_every_table() -> None:
    snapshot = sample_snapshot()
    book = load_workbook(io.BytesIO(attachments_of(snapshot)[1].content))
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == {
        "Personal": 2,
        "Zahlen der Abschnitte": 17,
        "Statistik": 37,
        "Schulungen": 25,
        "Treffen": 5,
        "Einnahmen": 4,
        "Ausgaben": 5,
        "Ist-Ergebnis": 3,
        "Prüfpunkte": 4,
        "Belege Einnahmen": 4,
        "Belege Ausgaben": 120,
    }


def test_workbook_can_be_reckoned_with() -> None:
    """Numbers are numbers, also broken ones; what was not recorded is said as on paper."""
    snapshot = sample_snapshot(vouchers=1, training_count=0)
    area = snapshot["task_areas"][0].copy()
    area["figures"] = [
        {"label": "Stunden", "value": "1.234,50", "previous": None},
        {"label": "Sprachen", "value": "unter 5", "previous": 7},
    ]
    snapshot["conditions"] = snapshot["conditions"] | {"figures": []}
    snapshot["task_areas"] = [area]
    book = load_workbook(io.BytesIO(attachments_of(snapshot)[1].content))
    assert list(book["Zahlen der Abschnitte"].values)[:3] == [
        ("Abschnitt", "Angabe", "2026", "2025"),
        (f"a) {area['title']}", "Stunden", 1234.5, "nicht erfasst"),
        (f"a) {area['title']}", "Sprachen", "unter 5", 7),
    ]
    assert list(book["Statistik"].values)[1][:5] == (
        *("K1", "Aktive Ehrenamtliche am 31.12.", "Aktive Ehrenamtliche"),
        *(214, 197),
    )
    assert list(book["Belege Ausgaben"].values)[1][0] == 1


def test_the_cover_names_the_kreis_once_and_counts_the_notices() -> None:
    snapshot = sample_snapshot(vouchers=1, training_count=1)
    snapshot["recipient"] = snapshot["recipient"] | {
        "address": ["Landkreis Miesbach", "Musterplatz 3", "83714 Miesbach"]
    }
    two = text_of(render_statement_of_use(snapshot)).split("\f")[0]
    snapshot["grant"] = snapshot["grant"] | {"notices": snapshot["grant"]["notices"][:1]}
    one = statement_of_use_html(snapshot)
    # Once on the page and once at its foot.
    assert two.count("Landkreis Miesbach") == 2
    assert "Zuwendungsbescheide " in two
    assert '<th scope="row">Zuwendungsbescheid</th>' in one


def test_a_section_called_like_its_chapter_has_one_heading() -> None:
    snapshot = sample_snapshot(vouchers=1, training_count=1)
    network = snapshot["network"].copy()
    network["sections"] = [{"title": "Netzwerk- und Gremienarbeit", "text": "Zwei Treffen."}]
    snapshot["network"] = network
    html = statement_of_use_html(snapshot)
    assert re.findall(r"<h[23][^>]*>([^<]*Netzwerk- [^<]*)<", html) == [
        "6 Netzwerk- und Gremienarbeit"
    ]


@pytest.mark.parametrize("count", [16, 17])
def test_no_row_stands_alone_on_a_page(count: int) -> None:
    """The last rows of the Belegliste go over together, and the sum with them."""
    pages = text_of(render_statement_of_use(sample_snapshot(vouchers=count, training_count=1)))
    rows = [
        len(re.findall(r"^ {0,6}\d+ +\d\d\.\d\d\.2026", page, re.MULTILINE))
        for page in pages.split("\f")[:-1]
    ]
    assert sum(rows) == count + 4
    assert [number for number in rows if 0 < number < 2] == []


def test_unsure_facts_are_not_presented_as_sure(statement: bytes) -> None:
    text = squeezed(text_of(statement))
    assert "Gegliedert nach Muster 4 zu Art. 44 BayHO" in text
    assert "31.05.2027 Laut Zuwendungsbescheid prüfen" in text
    assert "Der Nachweis gilt erst als vorgelegt, wenn er unterschrieben" in text


def test_what_was_not_recorded_is_said_in_words() -> None:
    text = squeezed(text_of(render_statement_of_use(sparse_snapshot())))
    assert [
        sentence
        for sentence in [
            "Im Berichtszeitraum ist kein Personal eingetragen.",
            "Zu diesem Abschnitt ist nichts eingetragen.",
            "Zu diesem Berichtsjahr liegen keine Kennzahlen vor.",
            "Im Berichtszeitraum fand keine Schulung statt.",
            "Im Berichtszeitraum ist kein Treffen eingetragen.",
            "Im Berichtszeitraum sind keine Einnahmen gebucht.",
            "Im Berichtszeitraum sind keine Ausgaben gebucht.",
        ]
        if sentence not in text
    ] == []


def test_a_draft_says_so_on_every_page_and_a_release_nowhere(statement: bytes) -> None:
    pages = text_of(render_statement_of_use(sample_snapshot(), draft=True)).split("\f")[:-1]
    assert ["Entwurf – nicht zur Vorlage bestimmt" in page for page in pages] == [True] * len(pages)
    assert "Entwurf" not in text_of(statement)


def test_a_draft_is_accessible() -> None:
    assert_accessible(render_statement_of_use(sparse_snapshot(count=2), draft=True))


def test_the_same_snapshot_gives_the_same_bytes_in_another_process(statement: bytes) -> None:
    other = subprocess.run(
        [sys.executable, "-c", PRINT_HASH],
        capture_output=True,
        check=True,
        text=True,
        env=os.environ | {"TZ": "America/New_York", "LANG": "C"},
    )
    assert other.stdout.strip() == hashlib.sha256(statement).hexdigest()


def test_text_of_users_stays_text() -> None:
    snapshot = copy.deepcopy(sample_snapshot(vouchers=3, training_count=2))
    snapshot["recipient"]["name"] = EVIL
    snapshot["task_areas"][0] |= {"title": EVIL, "text": EVIL}
    snapshot["task_areas"][0]["figures"] = [{"label": EVIL, "value": EVIL, "previous": None}]
    snapshot["trainings"][0]["title"] = EVIL
    snapshot["vouchers"]["expenses"][0]["counterparty"] = EVIL
    snapshot["confirmations"] = [EVIL]
    html = statement_of_use_html(snapshot)
    text = squeezed(text_of(render_statement_of_use(snapshot)))
    assert "<img src=&quot;file" in html.replace("&lt;", "<")
    assert ("<script" in html, 'src="file' in html) == (False, False)
    assert EVIL in text


def test_one_endless_paragraph_loses_no_word() -> None:
    snapshot = sample_snapshot(vouchers=1, training_count=1)
    words = [f"w{number:04d}x" for number in range(2500)]
    snapshot["task_areas"][0]["text"] = " ".join(words)
    text = text_of(render_statement_of_use(snapshot))
    assert re.findall(r"\bw\d{4}x\b", text) == words


def test_a_chart_has_no_bar_for_what_was_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: dict[int, Figures] = {
        2026: {"Plätze": 1200, "Anmeldungen": 4},
        2025: {"Plätze": None, "Anmeldungen": 3},
    }
    indicator = indicators.Indicator(
        "K3",
        "Schulungen",
        indicators.Kind.THINGS,
        lambda period: counts[period.last.year],
        charted=("Plätze", "Anmeldungen"),
    )
    monkeypatch.setattr(indicators, "in_order", lambda: [indicator])
    [table] = figures.statistics(Period.of_year(2026), Period.of_year(2025))
    assert table["chart"] == {
        "labels": ["Plätze", "Anmeldungen"],
        "series": [{"label": "2026", "values": [1200, 4]}, {"label": "2025", "values": [None, 3]}],
        "alt": "Balken für 2026, in Klammern 2025: "
        "Plätze 1.200 (nicht erfasst), Anmeldungen 4 (3).",
    }


FREE = ("Plätze", "Frei")


def test_a_year_without_bars_says_so_in_the_legend(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: dict[int, Figures] = {2026: {"Plätze": 12, "Frei": 0}, 2025: dict.fromkeys(FREE)}
    indicator = indicators.Indicator(
        "K3",
        "Schulungen",
        indicators.Kind.THINGS,
        lambda period: counts[period.last.year],
        charted=FREE,
    )
    monkeypatch.setattr(indicators, "in_order", lambda: [indicator])
    [table] = figures.statistics(Period.of_year(2026), Period.of_year(2025))
    assert table["chart"]
    assert [series["label"] for series in table["chart"]["series"]] == [
        "2026",
        "2025: nicht erfasst",
    ]


def test_figures_without_a_row_have_no_head_of_a_table() -> None:
    snapshot = sample_snapshot()
    snapshot["statistics"] = [
        {
            **snapshot["statistics"][0],
            "code": "K8",
            "rows": [],
            "chart": None,
            "note": "Im Zeitraum ist dazu nichts erfasst.",
        }
    ]
    page = statement_of_use_html(snapshot)
    k8 = page[page.rindex("K8 ") :]
    figures_chapter = k8[: k8.index("<h2")]
    assert "Im Zeitraum ist dazu nichts erfasst." in figures_chapter
    assert "<table" not in figures_chapter


@pytest.mark.parametrize("rows", [0, 16])
def test_a_chart_stands_on_the_page_of_its_table(rows: int) -> None:
    """So many rows before the figures move every place where a page could end."""
    snapshot = sample_snapshot(vouchers=1, training_count=1)
    charted = [table for table in snapshot["statistics"] if table["chart"]]
    before = copy.deepcopy(charted[0])
    before |= {"code": "K0", "rows": before["rows"][:1] * rows, "chart": None}
    snapshot["statistics"] = [before, *charted]

    rendered = render_statement_of_use(snapshot)

    pages = text_of(rendered).split("\f")
    of_headings = [
        number
        for number, page in enumerate(pages)
        for table in charted
        if f"{table['code']} {table['title']}" in squeezed(page)
    ]
    assert (len(charted), pages_of_charts(rendered)) == (2, of_headings)


def pages_of_charts(rendered: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(rendered)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        things = (thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary))
        figures = [thing for thing in things if thing.get("/S") == "/Figure"]
        return sorted(numbers[figure["/Pg"].objgen] for figure in figures)


def test_years_are_no_amounts() -> None:
    """A year is grouped by no dot, as numbers in German texts are."""
    assert "2.026" not in statement_of_use_html(sample_snapshot())

"""The two documents of one release, from their snapshots to HTML, files and bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from evaluation.documents.snapshot import ReportSnapshot, Snapshot
from evaluation.documents.tables import tables_of
from lotsen_portal.common import pdf
from lotsen_portal.common.canonical import canonical_json, sha256_hex
from lotsen_portal.common.charts import bar_chart
from lotsen_portal.common.spreadsheets import workbook
from lotsen_portal.common.templatetags.documents import NOT_RECORDED

JSON_NAME, XLSX_NAME = "datenstand.json", "tabellen.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Chapter:
    anchor: str
    number: str
    title: str


REPORT_CHAPTERS = {
    "staff": Chapter("personal", "1", "Personal und Träger"),
    "conditions": Chapter("rahmen", "2", "Rahmenbedingungen"),
    "task_areas": Chapter("aufgabenfelder", "3", "Darstellung nach Aufgabenfeldern"),
    "statistics": Chapter("statistik", "4", "Statistik"),
    "trainings": Chapter("schulungen", "5", "Schulungsübersicht"),
    "network": Chapter("netzwerk", "6", "Netzwerk- und Gremienarbeit"),
    "recruitment": Chapter(
        "gewinnung", "7", "Gewinnung von Ehrenamtlichen mit Migrationsgeschichte"
    ),
    "outlook": Chapter("ausblick", "8", "Zielerreichung und Ausblick"),
    "finance": Chapter("finanzen", "9", "Zahlenmäßiger Nachweis"),
}
STATEMENT_CHAPTERS = REPORT_CHAPTERS | {
    "confirmations": Chapter("bestaetigungen", "10", "Bestätigungen"),
    "vouchers": Chapter("belege", "Anlage:", "Belegliste"),
}


def statement_of_use_html(snapshot: Snapshot, *, draft: bool = False) -> str:
    """Build the Verwendungsnachweis for the granting authority."""
    return render_to_string(
        "documents/evaluation/statement_of_use.html",
        _context(snapshot, STATEMENT_CHAPTERS, title_of("Verwendungsnachweis", snapshot))
        | {"draft": draft},
    )


def narrative_copy_html(snapshot: ReportSnapshot, *, draft: bool = False) -> str:
    """Build the copy of the Sachbericht for the ministry; take the snapshot of `report_of`."""
    return render_to_string(
        "documents/evaluation/narrative_copy.html",
        _context(snapshot, REPORT_CHAPTERS, title_of("Kopie des Sachberichts", snapshot))
        | {"draft": draft},
    )


def render_statement_of_use(snapshot: Snapshot, *, draft: bool = False) -> bytes:
    return _render(statement_of_use_html(snapshot, draft=draft), "Verwendungsnachweis", snapshot)


def render_narrative_copy(snapshot: ReportSnapshot, *, draft: bool = False) -> bytes:
    return _render(narrative_copy_html(snapshot, draft=draft), "Kopie des Sachberichts", snapshot)


def title_of(kind: str, snapshot: ReportSnapshot) -> str:
    return f"{kind} {snapshot['report_year']} · {snapshot['recipient']['name']}"


def fingerprint_of(snapshot: ReportSnapshot) -> str:
    """Return the SHA-256 of the snapshot's canonical JSON, the same that is attached."""
    return sha256_hex(canonical_json(snapshot))


def attachments_of(snapshot: ReportSnapshot) -> list[pdf.Attachment]:
    """Return the snapshot as JSON and all its tables as one workbook."""
    return [
        pdf.Attachment(
            name=JSON_NAME,
            content=canonical_json(snapshot),
            description="Datenstand dieses Dokuments",
            mime_type="application/json",
            relationship="Source",
        ),
        pdf.Attachment(
            name=XLSX_NAME,
            content=workbook(tables_of(snapshot)),
            description="Alle Tabellen dieses Dokuments",
            mime_type=XLSX,
            relationship="Data",
        ),
    ]


def images_of(snapshot: ReportSnapshot) -> dict[str, bytes]:
    """Return the charts under the names by which the templates ask for them."""
    return {
        f"{table['code']}.svg": bar_chart(
            chart_id=f"{table['code']}-{snapshot['report_year']}".lower(),
            title=table["title"],
            labels=chart["labels"],
            series={series["label"]: series["values"] for series in chart["series"]},
        )
        for table in snapshot["statistics"]
        if (chart := table["chart"])
    }


def _render(html: str, kind: str, snapshot: ReportSnapshot) -> bytes:
    return pdf.render_pdf(
        html,
        title=title_of(kind, snapshot),
        created=datetime.fromisoformat(snapshot["created_at"]),
        attachments=attachments_of(snapshot),
        images=images_of(snapshot),
    )


def _context(
    snapshot: ReportSnapshot, chapters: Mapping[str, Chapter], title: str
) -> dict[str, Any]:
    trainings = snapshot["trainings"]
    return {
        "snapshot": snapshot,
        "title": title,
        "fingerprint": fingerprint_of(snapshot),
        "chapters": chapters,
        "contents": chapters.values(),
        "attachment_names": [JSON_NAME, XLSX_NAME],
        "not_recorded": NOT_RECORDED,
        "year": snapshot["report_year"],
        "previous_year": snapshot["report_year"] - 1,
        "totals": {
            "trainings": len(trainings),
            "teaching_units": sum(training["teaching_units"] for training in trainings),
        },
    }

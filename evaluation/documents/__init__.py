"""What evaluation prints: the shape of a frozen report and the two PDFs made from it."""

from evaluation.documents.report import (
    attachments_of,
    fingerprint_of,
    images_of,
    narrative_copy_html,
    render_narrative_copy,
    render_statement_of_use,
    statement_of_use_html,
    title_of,
)
from evaluation.documents.snapshot import ReportSnapshot, Snapshot, report_of

__all__ = [
    "ReportSnapshot",
    "Snapshot",
    "attachments_of",
    "fingerprint_of",
    "images_of",
    "narrative_copy_html",
    "render_narrative_copy",
    "render_statement_of_use",
    "report_of",
    "statement_of_use_html",
    "title_of",
]

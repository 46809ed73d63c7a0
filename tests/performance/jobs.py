"""What the worker does, beside the library alone."""

import os
import statistics
import time
from collections.abc import Callable

import weasyprint

from evaluation.documents import attachments_of, images_of, statement_of_use_html
from lotsen_portal.common import pdf
from tests.documents.kinds import CREATED
from tests.evaluation.sample_snapshot import sample_snapshot


def report_pdf(*, rounds: int) -> tuple[float, float]:
    """Return the medians in seconds: our whole rendering, and WeasyPrint on the same HTML."""
    snapshot = sample_snapshot()
    html = statement_of_use_html(snapshot)
    files, images = attachments_of(snapshot), images_of(snapshot)

    def ours() -> None:
        pdf.render_pdf(html, title="Probe", created=CREATED, attachments=files, images=images)

    def alone() -> None:
        fonts, faces = pdf._fonts(os.getpid())
        weasyprint.HTML(string=html, url_fetcher=pdf._Fetcher(images)).write_pdf(
            pdf_variant="pdf/a-3a", font_config=fonts, stylesheets=[faces]
        )

    ours()  # warm
    times = [(seconds(ours), seconds(alone)) for _ in range(rounds)]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


def seconds(call: Callable[[], None]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin

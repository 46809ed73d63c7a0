import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from evaluation.actions import statewide
from evaluation.forms.land import LandFilter
from evaluation.models import ProofOfUse, ReportRelease
from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download_pdf
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.documents.models import Document
from lotsen_portal.files import storage
from lotsen_portal.tenancy.context import NoActiveScope, require_reading
from lotsen_portal.tenancy.models import StatewideRole
from lotsen_portal.tenancy.permissions import statewide as open_to

READERS = (StatewideRole.OVERSIGHT, StatewideRole.AUTHORITY)


def _is_authority() -> bool:
    """Return whether the request runs in the scope of the Bewilligungsbehörde."""
    try:
        require_reading("authority")
    except NoActiveScope:
        return False
    return True


def _releases() -> Any:
    return ReportRelease.authority if _is_authority() else ReportRelease.oversight


@require_GET
@open_to(*READERS)
def report_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    years = statewide.report_years(today)
    preset = _year_shown_first(years, today)
    year = _wanted_year(request, years) or preset
    due_on = statewide.due_on(year)
    kreise = statewide.kreise_with_reports(year, _releases().all())
    is_late = due_on is not None and today > due_on
    data = request.GET.copy()
    data["year"] = str(year)
    found = LandFilter(data, queryset=kreise, years=years, preset=preset, is_late=is_late)
    context = {
        "page": page_of(request, found.qs, per_page=100),
        "filter": found,
        "year": year,
        "due_on": due_on,
        "is_late": is_late,
        "sums": statewide.sums_of(kreise),
        "is_authority": _is_authority(),
    }
    return render_page(request, "evaluation/land_reports.html", context, partial="rows")


def _year_shown_first(years: list[int], today: dt.date) -> int:
    """Return the last year that is over, else the running one."""
    return today.year - 1 if today.year - 1 in years else today.year


def _wanted_year(request: HttpRequest, years: list[int]) -> int | None:
    """Return the year of the address if it is one."""
    return {str(year): year for year in years}.get(request.GET.get("year", ""))


@require_GET
@open_to(*READERS)
def copy_download(request: HttpRequest, pk: int) -> HttpResponse:
    release = get_object_or_404(_releases().defer("snapshot"), pk=pk)
    documents = Document.authority if _is_authority() else Document.oversight
    return _download(request, release, documents.filter(pk=release.document_id).first())


@require_GET
@open_to(StatewideRole.AUTHORITY)
def proof_download(request: HttpRequest, pk: int) -> HttpResponse:
    proof = get_object_or_404(ProofOfUse.authority.defer("snapshot"), release_id=pk)
    return _download(request, proof, Document.authority.filter(pk=proof.document_id).first())


def _download(request: HttpRequest, subject: Any, document: Document | None) -> HttpResponse:
    """Hand out the stored bytes, and keep in the Land's trail that somebody took them."""
    if document is None:
        messages.info(request, "Dieses Dokument wird noch erstellt. Bitte versuchen Sie es gleich.")
        return redirect("land:reports")
    try:
        content = storage.load(document.file, sha256=document.sha256)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("land:reports")
    trail.record_for_land("report.downloaded", subject, by=request.user)
    return download_pdf(content, title=document.title)

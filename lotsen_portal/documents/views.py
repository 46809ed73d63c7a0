from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from lotsen_portal.accounts import reauthentication
from lotsen_portal.audit import trail
from lotsen_portal.common.downloads import download
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.documents import actions, registry
from lotsen_portal.documents.models import Document
from lotsen_portal.files import storage
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard; charset=utf-8",
}


@require_GET
@roles(*STAFF)
def document_list(request: PortalRequest) -> HttpResponse:
    documents = Document.objects.order_by("-queued_at", "-pk")
    return render(request, "documents/document_list.html", {"page": page_of(request, documents)})


@require_GET
@roles(*STAFF, Role.VOLUNTEER, Role.PARTNER)
def document_detail(request: PortalRequest, pk: int) -> HttpResponse:
    document = _readable(request, pk)
    context = {
        "document": document,
        "kind": registry.kind_of(document),
        "may_retry": request.member.has(Role.COORDINATOR),
    }
    return render_page(request, "documents/document_detail.html", context, partial="progress")


@require_GET
@roles(*STAFF, Role.VOLUNTEER, Role.PARTNER)
def document_download(request: PortalRequest, pk: int) -> HttpResponse:
    document = _readable(request, pk)
    if not document.is_ready:
        return redirect("documents:detail", pk)
    if registry.kind_of(document).wants_confirmation and not reauthentication.is_recent(request):
        return reauthentication.ask_again(request, back=reverse("documents:detail", args=[pk]))
    try:
        content = storage.load(document.file, sha256=document.sha256)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("documents:detail", pk)
    trail.record("document.downloaded", document, by=request.user)
    return download(
        content,
        name=f"{slugify(document.title)}.{document.suffix}",
        content_type=CONTENT_TYPES[document.suffix],
    )


@require_POST
@roles(Role.COORDINATOR)
def retry_create(request: PortalRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(Document.objects.all(), pk=pk)
    try:
        actions.try_again(document, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("documents:detail", pk)


def _readable(request: PortalRequest, pk: int) -> Document:
    """Return the document if its kind lets the member read it; else it was never there."""
    document: Document = get_object_or_404(Document.objects.all(), pk=pk)
    if not registry.kind_of(document).may_read(document, request.member):
        raise Http404
    return document

"""Taking over a table of helpers: upload, columns, rows, result, and back again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import imports as actions
from volunteers.forms.imports import (
    AllOpenForm,
    ColumnsForm,
    DecisionsForm,
    RowFilter,
    SheetForm,
    UploadForm,
)
from volunteers.importing import preview
from volunteers.models import ImportRow, ImportRun

State = ImportRun.State


@require_GET
@roles(Role.COORDINATOR)
def run_list(request: PortalRequest) -> HttpResponse:
    runs = ImportRun.objects.defer("sheets", "columns").order_by("-started_at", "-pk")
    return render(request, "volunteers/import_list.html", {"page": page_of(request, runs)})


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def run_create(request: PortalRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = actions.start(form.cleaned_data["file"], by=request.user)
        return redirect("imports:detail", run.pk)
    return render_form(request, "volunteers/import_form.html", {"form": form})


@require_GET
@roles(Role.COORDINATOR)
def run_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """Show how far the worker is, where a person is asked, or what became of the rows."""
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    rows = run.rows.filter(kind=ImportRow.Kind.PERSON).order_by("number")
    context = {
        "run": run,
        "page": page_of(request, rows.select_related("volunteer"), per_page=50),
        "counts": preview.outcomes_of(rows),
        "may_undo": run.may_be_undone(timezone.now()),
    }
    return render_page(request, "volunteers/import_detail.html", context, partial="progress")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def columns_edit(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    if run.state not in {State.COLUMNS, State.PREVIEW}:
        return redirect("imports:detail", pk)
    sheet = SheetForm(run, request.POST or request.GET)
    form = ColumnsForm(sheet.chosen, sheet.header_row, request.POST or None)
    if form.is_valid():
        told = {"sheet": sheet.chosen["name"], "header_row": sheet.header_row}
        return _do(
            request, pk, actions.tell_columns, run, columns=form.told(), by=request.user, **told
        )
    context = {"run": run, "sheet_form": sheet, "form": form}
    return render_form(request, "volunteers/import_columns.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def row_list(request: PortalRequest, pk: int) -> HttpResponse:
    """Show what each row will become, and keep what is decided for those on the page."""
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    if run.state != State.PREVIEW:
        return redirect("imports:detail", pk)
    counts = preview.counts_of(run.rows)
    people = run.rows.filter(kind=ImportRow.Kind.PERSON).order_by("number")
    found = RowFilter(request.GET, queryset=people, remarks=preview.remark_choices(counts))
    page = page_of(request, found.qs)
    rows = list(page)
    form = DecisionsForm(rows, request.POST or None)
    if form.is_valid():
        return _decide(request, run, form.choices())
    preview.tell(rows)
    context = {"run": run, "page": page, "filter": found, "form": form, "counts": counts}
    context["all_open"] = AllOpenForm()
    return render_form(request, "volunteers/import_rows.html", context)


def _decide(request: PortalRequest, run: ImportRun, choices: dict[int, str]) -> HttpResponse:
    try:
        actions.decide(run, choices, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("imports:detail", run.pk)
    messages.success(request, "Ihre Entscheidungen sind gespeichert.")
    return redirect(request.get_full_path())


@require_POST
@roles(Role.COORDINATOR)
def open_decide(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    form = AllOpenForm(request.POST)
    if form.is_valid():
        return _do(
            request,
            pk,
            actions.decide_all_open,
            run,
            form.cleaned_data["decision"],
            by=request.user,
        )
    messages.error(request, "Bitte wählen Sie, was mit den offenen Zeilen geschehen soll.")
    return redirect("imports:rows", pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def takeover_create(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    if run.state != State.PREVIEW:
        return redirect("imports:detail", pk)
    if request.method == "POST":
        return _do(request, pk, actions.take_over, run, by=request.user)
    context = {"run": run, "counts": preview.counts_of(run.rows)}
    context["circles"] = preview.new_circles_of(run.rows)
    return render(request, "volunteers/import_takeover.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def undo_create(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    if run.state != State.DONE:
        return redirect("imports:detail", pk)
    if request.method == "POST":
        return _do(request, pk, actions.undo, run, now=timezone.now(), by=request.user)
    return render(request, "volunteers/import_undo.html", {"run": run})


@require_POST
@roles(Role.COORDINATOR)
def retry_create(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    return _do(request, pk, actions.try_again, run, by=request.user)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def run_delete(request: PortalRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(ImportRun.objects.all(), pk=pk)
    if request.method == "GET":
        return render(request, "volunteers/import_delete.html", {"run": run})
    try:
        actions.discard(run, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("imports:detail", pk)
    messages.success(request, f"Der Import von „{run}“ ist verworfen.")
    return redirect("imports:list")


def _do(request: PortalRequest, pk: int, action: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Act, say why not if a rule says no, and lead to where the run is now."""
    try:
        action(*args, **kwargs)
    except DomainError as error:
        messages.error(request, str(error))
    run = ImportRun.objects.only("state").get(pk=pk)
    return redirect("imports:rows" if run.state == State.PREVIEW else "imports:detail", pk)

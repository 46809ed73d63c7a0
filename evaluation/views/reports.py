from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluation import indicators
from evaluation.actions import checks, figures
from evaluation.actions import reports as actions
from evaluation.actions.settlement import settlement_of
from evaluation.documents.snapshot import StatisticTable
from evaluation.forms.reports import PresentationForm, ReleaseForm, SectionForm
from evaluation.indicators import Period
from evaluation.models import FundingReport, NarrativeSection, ProofOfUse, ReportRelease
from evaluation.views.frozen import way_out
from evaluation.views.records import records_of
from evaluation.views.vouchers import grant_or_404
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


def _report_or_404(year: int) -> FundingReport:
    reports = FundingReport.objects.select_related("grant__directive")
    return get_object_or_404(reports, year=year)


@require_POST
@roles(Role.COORDINATOR)
def report_create(request: PortalRequest, year: int) -> HttpResponse:
    grant_or_404(year)
    try:
        actions.begin(year, by=request.user)
    except DomainError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"Der Bericht {year} ist angelegt.")
    return redirect("evaluation:report", year)


@require_GET
@roles(*STAFF)
def report_detail(request: PortalRequest, year: int) -> HttpResponse:
    report = _report_or_404(year)
    settlement = settlement_of(report.grant, year)
    today = timezone.localdate()
    context = {
        "report": report,
        "chapters": _chapters(report),
        "settlement": settlement,
        "financial_checks": checks.financial_checks(settlement, report.grant, year),
        "further_checks": checks.further_checks(report, settlement, today=today),
        "may_edit": request.member.has(Role.COORDINATOR),
        **_released(report),
    }
    return render(request, "evaluation/report_detail.html", context)


def _chapters(report: FundingReport) -> list[dict[str, Any]]:
    texts = dict(report.sections.values_list("key", "text"))
    return [
        {**chapter, "word_count": len(texts.get(chapter["key"], "").split())}
        for chapter in report.grant.directive.chapters
        if chapter["key"] in texts
    ]


def _released(report: FundingReport) -> dict[str, Any]:
    if not report.is_released:
        return {"release": None, "proof": None}
    proof = ProofOfUse.objects.select_related("document", "release__document").get(
        release__report=report
    )
    return {"release": proof.release, "proof": proof}


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def section_edit(request: PortalRequest, year: int, key: str) -> HttpResponse:
    report = _report_or_404(year)
    section = get_object_or_404(NarrativeSection.objects.filter(report=report), key=key)
    if elsewhere := way_out(request, year, "evaluation:report", year):
        return elsewhere
    section.report = report
    form = SectionForm(request.POST or None, instance=section)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Der Text ist gespeichert.")
            return redirect("evaluation:report", year)
    context = {"form": form, "report": report, **_beside(report, key)}
    return render_form(request, "evaluation/section_form.html", context)


def _beside(report: FundingReport, key: str) -> dict[str, Any]:
    """Return the chapter and the figures of its area as they will be printed."""
    chapters = report.grant.directive.chapters
    chapter = next((c for c in chapters if c["key"] == key), {"title": key, "part": "", "hint": ""})
    current, previous = (
        indicators.areas.beside(chapter["part"], key, Period.of_year(year))
        for year in (report.year, report.year - 1)
    )
    rows = figures.lines(current, previous)
    if chapter["part"] == "task_area":
        rows = figures.occurring(rows)
    return {"chapter": chapter, "figures": rows}


@require_GET
@roles(*STAFF)
def figure_list(request: PortalRequest, year: int) -> HttpResponse:
    grant_or_404(year)
    tables = figures.statistics(Period.of_year(year), Period.of_year(year - 1))
    context = {"tables": [_with_records(table) for table in tables], "year": year}
    return render(request, "evaluation/figure_list.html", context)


def _with_records(table: StatisticTable) -> dict[str, Any]:
    """Put beside each counted figure the list behind it; nothing counted has nothing to open."""
    rows = [
        {
            "label": row["label"],
            "cells": [
                {
                    "column": column,
                    "value": value,
                    "url": records_of(table["code"], row["label"], int(column)) if value else "",
                }
                for column, value in zip(table["columns"], row["values"], strict=True)
            ],
        }
        for row in table["rows"]
    ]
    return {**table, "rows": rows}


@require_POST
@roles(Role.COORDINATOR)
def preview_create(request: PortalRequest, year: int) -> HttpResponse:
    report = _report_or_404(year)
    try:
        document = actions.preview(report, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("evaluation:report", year)
    return redirect("documents:detail", document.pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def release_create(request: PortalRequest, year: int) -> HttpResponse:
    report = _report_or_404(year)
    if report.is_released:
        messages.info(request, "Dieser Bericht ist schon festgeschrieben und bereitgestellt.")
        return redirect("evaluation:report", year)
    objections = actions.objections_to(report, today=timezone.localdate())
    form = ReleaseForm(request.POST if request.method == "POST" else None, objections=objections)
    if form.is_valid():
        confirmed = form.cleaned_data.get("confirmed", [])
        try:
            actions.release(report, confirmed=confirmed, now=timezone.now(), by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Der Bericht {year} ist festgeschrieben.")
            return redirect("evaluation:report", year)
    context = {"report": report, "form": form, "objections": objections}
    return render_form(request, "evaluation/release_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def presentation_edit(request: PortalRequest, year: int) -> HttpResponse:
    releases = ReportRelease.objects.select_related("report__grant__directive")
    release = get_object_or_404(releases, year=year)
    form = PresentationForm(request.POST or None, instance=release)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_presentation(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Die Angaben zur Vorlage sind gespeichert.")
            return redirect("evaluation:report", year)
    context = {"form": form, "release": release}
    return render_form(request, "evaluation/presentation_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def presentation_delete(request: PortalRequest, year: int) -> HttpResponse:
    release = get_object_or_404(ReportRelease.objects.defer("snapshot"), year=year)
    if request.method == "POST":
        try:
            actions.take_back_presentation(release, by=request.user)
        except DomainError as error:
            messages.info(request, str(error))
        else:
            messages.success(request, "Der Eintrag zu Unterschrift und Vorlage ist zurückgenommen.")
        return redirect("evaluation:report", year)
    return render(request, "evaluation/presentation_delete.html", {"release": release})

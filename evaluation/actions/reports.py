"""From the first text to the frozen report."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluation.actions import checks, composition, names, years
from evaluation.actions.settlement import settlement_of
from evaluation.documents import report_of, title_of
from evaluation.models import FundingReport, NarrativeSection, ProofOfUse, ReportRelease
from lotsen_portal.audit import trail
from lotsen_portal.common.canonical import canonical_json, sha256_hex
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.templatetags.portal import date_de
from lotsen_portal.documents import actions as documents
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import active_tenant

PREVIEW, STATEMENT, COPY = (
    "evaluation.preview",
    "evaluation.statement_of_use",
    "evaluation.narrative_copy",
)


class AlreadyBegun(DomainError):
    pass


class NotConfirmed(DomainError):
    pass


class NotAccepted(DomainError):
    pass


class NothingNoted(DomainError):
    pass


@dataclass(frozen=True)
class Objection:
    """What speaks against a release until a person confirms it."""

    key: str
    sentence: str


@transaction.atomic
def begin(year: int, *, by: Any) -> FundingReport:
    """Open the report of a year with one empty text for each chapter of the directive."""
    years.hold(year)
    if FundingReport.objects.filter(year=year).exists():
        raise AlreadyBegun(f"Der Bericht {year} ist schon angelegt.")
    report = FundingReport.objects.create(grant=years.grant_of(year), year=year)
    NarrativeSection.objects.bulk_create(
        NarrativeSection(report=report, key=chapter["key"])
        for chapter in report.grant.directive.chapters
    )
    trail.record("report.begun", report, by=by)
    return report


@transaction.atomic
def write(section: NarrativeSection, *, by: Any) -> None:
    """Store the text of a chapter as long as the year is open."""
    years.hold(section.report.year)
    with trail.changing("section.changed", section, by=by):
        section.save()


def preview(report: FundingReport, *, by: Any) -> Document:
    """Order the Verwendungsnachweis as a draft; two clicks order one."""
    report.require_open()
    return documents.order(
        PREVIEW,
        subject_id=report.pk,
        title=f"Entwurf: Verwendungsnachweis {report.year} · {active_tenant()}",
        key=f"{PREVIEW}:{report.pk}",
        by=by,
    )


def objections_to(report: FundingReport, *, today: dt.date) -> list[Objection]:
    """Return what must be confirmed before the release."""
    found = [Objection(hit.key, hit.sentence) for hit in names.found_in(report)]
    last_day = dt.date(report.year, 12, 31)
    if today <= last_day:
        sentence = (
            f"Das Berichtsjahr läuft noch bis {date_de(last_day)}."
            " Was danach geschieht, steht nicht im Nachweis."
        )
        found.append(Objection("running", sentence))
    settlement = settlement_of(report.grant, report.year)
    unmet = [
        *checks.financial_checks(settlement, report.grant, report.year),
        *checks.further_checks(report, settlement, today=today),
    ]
    found += [
        Objection(_key(check), f"Offen bleibt „{check.label}“: {check.finding}.")
        for check in unmet
        if check.outcome != "met"
    ]
    return found


def _key(check: checks.Check) -> str:
    # What was confirmed is what was shown: another finding is another objection.
    return f"check-{sha256_hex(f'{check.label}: {check.finding}'.encode())[:16]}"


@transaction.atomic
def release(
    report: FundingReport, *, confirmed: Collection[str], now: dt.datetime, by: Any
) -> ReportRelease:
    """Freeze the report: one snapshot, two hashes, two documents on order.

    `confirmed` are the keys of the objections a person has accepted; raise NotConfirmed where
    one is missing and ReportReleased where the report is frozen already.
    """
    years.hold(report.year)
    locked = FundingReport.objects.select_related("grant__directive").get(pk=report.pk)
    _require_confirmed(locked, confirmed, today=timezone.localdate(now))
    full = composition.snapshot_of(locked, at=now)
    copy = report_of(full)
    copy_document, proof_document = (
        _order(locked, kind, title_of(name, full), by=by, released_to=reader)
        for kind, name, reader in (
            (COPY, "Kopie des Sachberichts", Document.ReleasedTo.OVERSIGHT),
            (STATEMENT, "Verwendungsnachweis", Document.ReleasedTo.AUTHORITY),
        )
    )
    frozen = ReportRelease.objects.create(
        report=locked,
        year=locked.year,
        released_at=now,
        released_by=by,
        snapshot=copy,
        sha256=sha256_hex(canonical_json(copy)),
        document=copy_document,
    )
    ProofOfUse.objects.create(
        release=frozen,
        snapshot=full,
        sha256=sha256_hex(canonical_json(full)),
        document=proof_document,
    )
    locked.released_at = now
    locked.save(update_fields=["released_at"])
    trail.record("report.released", locked, by=by)
    return frozen


def _require_confirmed(
    report: FundingReport, confirmed: Collection[str], *, today: dt.date
) -> None:
    missing = [
        objection.sentence
        for objection in objections_to(report, today=today)
        if objection.key not in confirmed
    ]
    if missing:
        raise NotConfirmed(f"Bitte ändern oder bestätigen Sie zuerst: {' '.join(missing[:3])}")


def _order(report: FundingReport, kind: str, title: str, *, by: Any, released_to: str) -> Document:
    return documents.order(
        kind,
        subject_id=report.pk,
        title=title,
        key=f"{kind}:{report.pk}",
        by=by,
        released_to=released_to,
    )


@transaction.atomic
def note_presentation(release: ReportRelease, *, by: Any) -> None:
    """Keep when the proof was signed, and how and when it was handed in."""
    directive = release.report.grant.directive
    by_portal = release.presented_by == ReportRelease.Way.PORTAL
    if by_portal and not directive.accepts_portal_submission:
        raise NotAccepted(
            "Nach der geltenden Richtlinie gilt der Nachweis über das Portal nicht als vorgelegt.",
            field="presented_by",
        )
    with trail.changing("report.presentation_noted", release, by=by):
        release.save(update_fields=["signed_on", "presented_on", "presented_by"])


@transaction.atomic
def take_back_presentation(release: ReportRelease, *, by: Any) -> None:
    """Undo an entry made by mistake; raise NothingNoted where there is none."""
    locked = ReportRelease.objects.select_for_update().get(pk=release.pk)
    if not locked.has_presentation:
        raise NothingNoted("Zu Unterschrift und Vorlage ist nichts eingetragen.")
    locked.take_back_presentation()
    trail.record("report.presentation_taken_back", locked, by=by)

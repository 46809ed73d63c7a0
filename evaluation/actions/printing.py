"""How documents are composed: a draft from today's rows, the released from what is frozen."""

from typing import cast

from evaluation.actions import composition
from evaluation.actions.reports import COPY, PREVIEW, STATEMENT
from evaluation.documents import (
    ReportSnapshot,
    Snapshot,
    attachments_of,
    images_of,
    narrative_copy_html,
    statement_of_use_html,
    title_of,
)
from evaluation.models import FundingReport, ProofOfUse, ReportRelease
from lotsen_portal.documents import registry
from lotsen_portal.documents.models import Document
from lotsen_portal.documents.registry import Composition
from lotsen_portal.tenancy.member import Member


def compose_preview(document: Document) -> Composition:
    """Compose the draft as of the order, so that a second attempt gives the same."""
    report = FundingReport.objects.select_related("grant__directive").get(pk=document.subject_id)
    snapshot = composition.snapshot_of(report, at=document.queued_at)
    return Composition(
        html=statement_of_use_html(snapshot, draft=True),
        title=document.title,
        created=document.queued_at,
        attachments=attachments_of(snapshot),
        images=images_of(snapshot),
    )


def compose_statement(document: Document) -> Composition:
    """Compose the Verwendungsnachweis from the frozen snapshot alone."""
    proof = ProofOfUse.objects.select_related("release").get(document=document)
    snapshot = cast(Snapshot, proof.snapshot)
    return Composition(
        html=statement_of_use_html(snapshot),
        title=title_of("Verwendungsnachweis", snapshot),
        created=proof.release.released_at,
        attachments=attachments_of(snapshot),
        images=images_of(snapshot),
    )


def compose_copy(document: Document) -> Composition:
    """Compose the copy of the Sachbericht from the frozen snapshot alone."""
    release = ReportRelease.objects.get(document=document)
    snapshot = cast(ReportSnapshot, release.snapshot)
    return Composition(
        html=narrative_copy_html(snapshot),
        title=title_of("Kopie des Sachberichts", snapshot),
        created=release.released_at,
        attachments=attachments_of(snapshot),
        images=images_of(snapshot),
    )


def staff_only(document: Document, member: Member) -> bool:
    return member.is_staff


def announce() -> None:
    """Tell the platform the kinds of document this app prints."""
    for name, label, compose in (
        (PREVIEW, "Entwurf des Verwendungsnachweises", compose_preview),
        (STATEMENT, "Verwendungsnachweis", compose_statement),
        (COPY, "Kopie des Sachberichts", compose_copy),
    ):
        registry.announce(registry.DocumentKind(name, label, compose, staff_only))

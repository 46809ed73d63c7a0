"""From the Bescheid to the table of the Land, by the pages alone."""

from typing import Any

import pytest
from django.test import Client

from evaluation.models import FundingReport, Grant, PlanLine, ProofOfUse, ReportRelease
from lotsen_portal.audit.models import LandAuditEntry
from lotsen_portal.common.canonical import canonical_json, sha256_hex
from lotsen_portal.documents import tasks
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient

LINES = [
    ("own_share", "1.1", "Eigenanteil", "19.200,00"),
    ("state_grant", "1.2", "Zuwendung des Freistaats", "76.800,00"),
    ("staff", "2.1", "Personalausgaben", "96.000,00"),
]


def enter_grant(coordinator: TenantClient) -> Grant:
    coordinator.post(
        "/foerderung/bescheid/neu/",
        {
            "notice_on": "2023-12-18",
            "reference": "RMF-SG15-6722-1",
            "directive": coordinator.get("/foerderung/bescheid/neu/")
            .context["form"]["directive"]
            .field.queryset.get()
            .pk,
            "amount": "76.800,00",
            "starts_on": "2024-01-01",
            "ends_on": "2026-12-31",
            "recipient_address": "Rosenheimer Straße 1\n83714 Miesbach",
        },
    )
    with tenant_scope(coordinator.tenant):
        return Grant.objects.get()


@pytest.mark.slow
def test_grant_vouchers_report_release_and_the_land(
    coordinator: TenantClient, ministry: Client, authority: Client, cast: Cast
) -> None:
    grant = enter_grant(coordinator)
    for kind, code, label, approved in LINES:
        path = f"/foerderung/bescheid/{grant.pk}/plan/2025/neu/"
        data = {"kind": kind, "code": code, "label": label, "approved": approved}
        assert coordinator.post(path, data).status_code == 302
    with tenant_scope(cast.kreis):
        lines = list(PlanLine.objects.order_by("code"))
    for number, line in enumerate(lines, start=1):
        page = coordinator.get("/foerderung/2025/belege/neu/")
        assert page.context["form"]["number"].value() == number
        data = {
            "number": str(number),
            "paid_on": "2025-06-30",
            "plan_line": line.pk,
            "counterparty": "Landratsamt",
            "purpose": line.label,
            "amount": str(line.approved),
            "eligible": "on",
        }
        assert coordinator.post("/foerderung/2025/belege/neu/", data).status_code == 302
    position = {"function": "Integrationslotsin", "fte": "1,00", "starts_on": "2024-01-01"}
    assert coordinator.post("/foerderung/personal/neu/", position).status_code == 302
    assert coordinator.post("/foerderung/2025/bericht/").status_code == 302

    text = {"text": "Wir haben 12 Helferkreise begleitet.", "version": "1"}
    assert coordinator.post("/foerderung/2025/kapitel/area_a/", text).status_code == 302
    for path in ("", "2025/", "2025/kapitel/area_a/", "2025/zahlen/", "2025/belege/", "personal/"):
        assert coordinator.get(f"/foerderung/{path}").status_code == 200, path

    first, second = (coordinator.post("/foerderung/2025/vorschau/") for _ in range(2))
    assert first["Location"] == second["Location"]

    page = coordinator.get("/foerderung/2025/festschreibung/")
    keys = [objection.key for objection in page.context["objections"]]
    refused = coordinator.post("/foerderung/2025/festschreibung/", {})
    assert refused.status_code == 422
    released = coordinator.post("/foerderung/2025/festschreibung/", {"confirmed": keys})
    assert released["Location"] == "/landkreis-miesbach/foerderung/2025/"
    again = coordinator.post("/foerderung/2025/festschreibung/", {"confirmed": keys}, follow=True)
    assert "Dieser Bericht ist schon festgeschrieben" in again.text
    assert "bei der Regierung von Mittelfranken eingegangen" in again.text

    with tenant_scope(cast.kreis):
        release, proof = ReportRelease.objects.get(), ProofOfUse.objects.get()
        assert FundingReport.objects.get().released_at == release.released_at
        assert release.sha256 == sha256_hex(canonical_json(release.snapshot))
        assert "vouchers" not in release.snapshot
        assert [row["amount"] for row in proof.snapshot["vouchers"]["expenses"]] == ["96000.00"]
    headers: dict[str, Any] = {"tenant_id": cast.kreis.pk}
    for document in (release.document_id, proof.document_id):
        tasks.render.apply(args=(document,), headers=headers)
    with tenant_scope(cast.kreis):
        stored = Document.objects.in_bulk([release.document_id, proof.document_id])
    assert {document.state for document in stored.values()} == {"ready"}

    assert "<strong>1 von 2</strong>" in ministry.get("/land/?year=2025").text
    copy = ministry.get(f"/land/berichte/{release.pk}/kopie/")
    assert sha256_hex(copy.content) == stored[release.document_id].sha256
    assert ministry.get(f"/land/berichte/{release.pk}/nachweis/").status_code == 404
    full = authority.get(f"/land/berichte/{release.pk}/nachweis/")
    assert sha256_hex(full.content) == stored[proof.document_id].sha256
    assert list(LandAuditEntry.objects.order_by("pk").values_list("action", "subject_kind")) == [
        ("report.downloaded", "evaluation.ReportRelease"),
        ("access.refused", "land:proof"),
        ("report.downloaded", "evaluation.ProofOfUse"),
    ]

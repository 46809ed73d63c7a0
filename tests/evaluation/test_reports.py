import datetime as dt
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from evaluation.actions import checks, composition, names, printing, reports
from evaluation.actions.settlement import settlement_of
from evaluation.documents import report_of
from evaluation.models import (
    Directive,
    FundingReport,
    NarrativeSection,
    ProofOfUse,
    ReportRelease,
    Voucher,
)
from evaluation.models.reports import ReportReleased
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.canonical import canonical_json, sha256_hex
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from networking.models import NetworkMeeting
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.evaluation import (
    StaffPositionFactory,
    released_report,
    settled_grant,
    written_report,
)
from volunteers.models import StatusChange

NOW = dt.datetime(2027, 1, 2, 9, 30, tzinfo=dt.UTC)
TODAY = dt.date(2027, 1, 2)


@pytest.fixture
def report(cast: Cast) -> FundingReport:
    with tenant_scope(cast.kreis):
        return written_report()


def test_begun_report_has_a_text_for_each_chapter(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        settled_grant()

    first, second = (
        coordinator.post("/foerderung/2026/bericht/", follow=True).text for _ in range(2)
    )

    assert "Der Bericht 2026 ist angelegt." in first
    assert "Der Bericht 2026 ist schon angelegt." in second
    with tenant_scope(cast.kreis):
        chapters = [c["key"] for c in Directive.objects.get(key="bir-2024").chapters]
        keys = NarrativeSection.objects.order_by("pk").values_list("key", flat=True)
        assert list(keys) == chapters


def test_report_needs_a_grant_and_no_get_begins_one(coordinator: TenantClient) -> None:
    assert coordinator.post("/foerderung/2026/bericht/").status_code == 404
    assert coordinator.get("/foerderung/2026/bericht/").status_code == 405


def test_text_is_written_beside_its_figures(
    coordinator: TenantClient, cast: Cast, report: FundingReport
) -> None:
    path = "/foerderung/2026/kapitel/staff/"
    assert "VZÄ am Jahresende" in coordinator.get(path).text

    coordinator.post(path, {"text": "Keine Vakanzen.", "version": "2"})

    with tenant_scope(cast.kreis):
        assert report.sections.get(key="staff").text == "Keine Vakanzen."


@pytest.mark.parametrize("text", ["x" * 100_000, "a\x00b"])
def test_text_that_cannot_be_stored_is_kept_in_the_form(
    coordinator: TenantClient, report: FundingReport, text: str
) -> None:
    response = coordinator.post("/foerderung/2026/kapitel/staff/", {"text": text, "version": "2"})

    assert response.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in response.text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Danke! 😀 👍", "„😀“, „👍“"),
        (
            "\uf0b7 Sprache",
            "ein Zeichen ohne Bild, etwa ein Aufzählungspunkt aus Word (U+F0B7)",
        ),
        ("✓✔☐☑♥♡★☆♪♫☺", "„✓“, „✔“, „☐“, „☑“, „♥“, „♡“, „★“, „☆“, „♪“, „♫“ und weitere"),
    ],
)
def test_text_that_cannot_be_printed_is_refused_by_its_characters(
    coordinator: TenantClient, report: FundingReport, text: str, named: str
) -> None:
    response = coordinator.post("/foerderung/2026/kapitel/staff/", {"text": text, "version": "2"})

    assert response.context["form"].errors == {
        "text": [
            f"Im Dokument lassen sich diese Zeichen nicht drucken: {named}. "
            "Bitte löschen oder ersetzen Sie sie."
        ]
    }


def test_figure_opens_exactly_the_records_behind_it(
    coordinator: TenantClient, cast: Cast, report: FundingReport
) -> None:
    with tenant_scope(cast.kreis):
        for on, part in (
            ("2026-02-01", "held"),
            ("2026-03-01", "attended"),
            ("2025-02-01", "held"),
        ):
            NetworkMeeting.objects.create(title=f"Treffen {on}", on=on, part=part)

    tables = coordinator.get("/foerderung/2026/zahlen/").context["tables"]

    urls = {
        cell["url"]: cell["value"]
        for table in tables
        for row in table["rows"]
        for cell in row["cells"]
        if cell["url"]
    }
    assert sorted(urls.values()) == [1, 1, 1]
    for url, count in urls.items():
        assert coordinator.client.get(url).context["page"].paginator.count == count


def test_unknown_chapters_and_years_are_no_pages(
    coordinator: TenantClient, report: FundingReport
) -> None:
    for path in ("2026/kapitel/unsinn/", "2025/", "9999999999999999999/", "2025/festschreibung/"):
        assert coordinator.get(f"/foerderung/{path}").status_code == 404


def test_checks_hold_the_directive_against_the_books(report: FundingReport, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        found = checks.financial_checks(settlement_of(report.grant, 2026), report.grant, 2026)

    assert [(check.finding, check.outcome) for check in found] == [
        ("80,00 v. H.", "met"),
        ("76.800,00\xa0€", "met"),
        ("76.800,00\xa0€ von 76.800,00\xa0€", "met"),
        ("20,00 v. H.", "met"),
        ("ausgeglichen", "met"),
        ("1,00", "met"),
    ]


def test_checks_say_what_breaks_the_directive(report: FundingReport, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Voucher.objects.filter(number=1).update(amount=Decimal("100.00"))
        Voucher.objects.filter(number=2).update(amount=Decimal("130000.01"))
        Voucher.objects.filter(number=5).update(eligible=False)
        StaffPositionFactory(fte=Decimal("1.01"), starts_on=dt.date(2026, 12, 31))
        found = checks.financial_checks(settlement_of(report.grant, 2026), report.grant, 2026)

    assert [(check.finding, check.outcome) for check in found] == [
        ("142,86 v. H.", "not_met"),
        ("130.000,01\xa0€", "not_met"),
        ("130.000,01\xa0€ von 76.800,00\xa0€", "not_met"),
        ("0,11 v. H.", "not_met"),
        ("34.100,01\xa0€ mehr eingenommen als ausgegeben", "not_met"),
        ("2,01", "not_met"),
    ]


@pytest.mark.parametrize(
    ("today", "finding", "outcome"),
    [
        ("2027-05-30", "noch 1 Tag", "met"),
        ("2027-05-31", "heute", "met"),
        ("2027-06-01", "seit gestern überfällig", "not_met"),
        ("2027-06-30", "seit 30 Tagen überfällig", "not_met"),
    ],
)
def test_deadline_is_the_directives_preset(
    report: FundingReport, cast: Cast, today: str, finding: str, outcome: str
) -> None:
    day = dt.date.fromisoformat(today)
    with tenant_scope(cast.kreis):
        check = checks.deadline_check(report.grant, 2026, today=day)

    assert (check.finding, check.outcome) == (finding, outcome)


def test_deadline_of_the_notice_goes_before(report: FundingReport, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        report.grant.proof_due_on = dt.date(2024, 2, 29)
        assert report.grant.due_on(2026) == dt.date(2027, 2, 28)


def test_names_of_volunteers_are_found_wherever_they_are_printed(
    report: FundingReport, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        report.sections.filter(key="area_a").update(text="Danke an ADA\nMaier und Herrn Meier!")
        report.sections.filter(key="area_b").update(text=f"Frau {COLLEAGUE_NAME} half.")
        report.sections.filter(key="area_c").update(text=f"Maierhof, Kramer-Maier, {FOREIGN_NAME}")
        Voucher.objects.filter(number=3).update(counterparty="Maier, Ada")
        found = [(hit.name, hit.place) for hit in names.found_in(report)]

    titles = Directive.objects.get(key="bir-2024").task_areas
    assert found == [
        ("Ada Maier", "Beleg 3"),
        ("Ada Maier", f"Kapitel „a) {titles['a']}“"),
        (f"Ben {COLLEAGUE_NAME}", f"Kapitel „b) {titles['b']}“"),
    ]


def test_found_name_must_be_changed_or_confirmed(
    coordinator: TenantClient, cast: Cast, report: FundingReport
) -> None:
    with tenant_scope(cast.kreis):
        report.sections.filter(key="area_a").update(text="Ada Maier hat geholfen.")
    path = "/foerderung/2026/festschreibung/"
    page = coordinator.get(path)
    keys = [objection.key for objection in page.context["objections"]]
    named = [key for key in keys if key.startswith("name-")]
    assert len(named) == 1
    title = Directive.objects.get(key="bir-2024").task_areas["a"]
    assert (
        f"Kapitel „a) {title}“: Dort steht „Ada Maier“, so heißt eine ehrenamtliche Person."
        in page.text
    )

    for confirmed in ([], [key for key in keys if key not in named], ["unsinn"]):
        response = coordinator.post(path, {"confirmed": confirmed})
        assert response.status_code == 422
    with tenant_scope(cast.kreis):
        assert ReportRelease.objects.count() == 0
        with pytest.raises(reports.NotConfirmed):
            reports.release(report, confirmed=[], now=NOW, by=None)

    assert coordinator.post(path, {"confirmed": keys}).status_code == 302


def test_release_freezes_one_snapshot_for_two_documents(report: FundingReport, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        release = reports.release(report, confirmed=[], now=NOW, by=cast.coordinator)
        proof = ProofOfUse.objects.get()
        assert report_of(proof.snapshot) == release.snapshot
        assert release.sha256 == sha256_hex(canonical_json(release.snapshot))
        assert proof.sha256 == sha256_hex(canonical_json(proof.snapshot))
        assert set(proof.snapshot) - set(release.snapshot) == {
            "vouchers",
            "confirmations",
            "signatures",
        }
        assert release.snapshot["created_at"] == "2027-01-02T10:30:00+01:00"
        orders = Document.objects.order_by("kind").values_list("kind", "released_to", "state")
        assert list(orders) == [
            ("evaluation.narrative_copy", "oversight", "queued"),
            ("evaluation.statement_of_use", "authority", "queued"),
        ]
        entry = AuditEntry.objects.get(action="report.released")
        assert (entry.actor, entry.subject_id) == (cast.coordinator, report.pk)


def test_release_twice_says_so_and_does_nothing_twice(report: FundingReport, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        reports.release(report, confirmed=[], now=NOW, by=None)
        with pytest.raises(ReportReleased, match="festgeschrieben"):
            reports.release(report, confirmed=[], now=NOW, by=None)
        assert (ReportRelease.objects.count(), Document.objects.count()) == (1, 2)


def test_running_year_is_released_only_knowingly(report: FundingReport, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        keys = {o.key for o in reports.objections_to(report, today=dt.date(2026, 12, 31))}
        assert keys == {"running"}
        assert reports.objections_to(report, today=TODAY) == []


def test_released_documents_depend_on_nothing_but_the_snapshot(
    report: FundingReport, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        release = reports.release(report, confirmed=[], now=NOW, by=None)
        proof = ProofOfUse.objects.select_related("document").get()
        before = [
            printing.compose_copy(release.document),
            printing.compose_statement(proof.document),
        ]
        Voucher.objects.update(purpose="später geändert", amount=1)
        NarrativeSection.objects.update(text="später geändert")
        StatusChange.objects.create(
            volunteer=cast.volunteer, status="active", on=dt.date(2026, 1, 1)
        )
        report.grant.contact_name = "später geändert"
        report.grant.save()
        after = [
            printing.compose_copy(release.document),
            printing.compose_statement(proof.document),
        ]

    assert before == after
    assert "Buchung auf 2.1" in after[1].html
    assert "Buchung auf 2.1" not in after[0].html


def test_snapshot_of_a_draft_is_the_same_for_the_same_moment(
    report: FundingReport, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        first, second = (composition.snapshot_of(report, at=NOW) for _ in range(2))

    assert canonical_json(first) == canonical_json(second)
    assert [row["amount"] for row in first["vouchers"]["income"]] == ["19200.00", "76800.00"]
    assert first["finance"]["income"][1]["settled_percent"] == "80.00"
    assert [table["code"] for table in first["statistics"]] == [f"K{n}" for n in range(1, 11)]


def test_preview_is_ordered_once_and_never_of_a_frozen_report(
    coordinator: TenantClient, cast: Cast, report: FundingReport
) -> None:
    first, second = (coordinator.post("/foerderung/2026/vorschau/") for _ in range(2))
    assert first["Location"] == second["Location"]

    with tenant_scope(cast.kreis):
        reports.release(report, confirmed=[], now=NOW, by=None)
    response = coordinator.post("/foerderung/2026/vorschau/", follow=True)
    assert "Dieser Bericht ist festgeschrieben" in response.text


def test_text_of_a_frozen_report_stays(
    coordinator: TenantClient, cast: Cast, report: FundingReport
) -> None:
    with tenant_scope(cast.kreis):
        reports.release(report, confirmed=[], now=NOW, by=None)

    response = coordinator.post("/foerderung/2026/kapitel/staff/", {"text": "neu", "version": "2"})

    assert response.status_code == 422
    assert "festgeschrieben" in response.text
    with tenant_scope(cast.kreis):
        assert report.sections.get(key="staff").text == "Text zu staff."


def test_viewer_reads_the_report_and_changes_nothing(
    viewer: TenantClient, cast: Cast, report: FundingReport
) -> None:
    paths = ["kapitel/staff/", "vorschau/", "festschreibung/", "vorlage/", "bericht/"]
    paths += ["vorlage/ruecknahme/"]

    assert viewer.get("/foerderung/2026/").status_code == 200
    assert viewer.get("/foerderung/2026/zahlen/").status_code == 200
    assert {viewer.post(f"/foerderung/2026/{path}").status_code for path in paths} == {403}


def test_stranger_finds_no_report(neighbour: TenantClient, report: FundingReport) -> None:
    paths = ("", "kapitel/staff/", "zahlen/", "festschreibung/", "vorlage/", "belege/")

    assert {neighbour.get(f"/foerderung/2026/{path}").status_code for path in paths} == {404}


def test_report_page_queries_do_not_grow(
    coordinator: TenantClient, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with tenant_scope(cast.kreis):
        released_report(now=NOW)

    with django_assert_num_queries(16):
        coordinator.get("/foerderung/2026/")


def test_home_says_when_no_directive_is_in_force(
    coordinator: TenantClient, cast: Cast, report: FundingReport
) -> None:
    Directive.objects.update(valid_until=dt.date(2024, 12, 31))

    text = coordinator.get("/foerderung/").text

    assert "Zurzeit ist keine Förderrichtlinie hinterlegt" in text
    assert coordinator.get("/foerderung/2026/belege/neu/").status_code == 200


def test_today_tells_what_the_next_report_lacks(
    coordinator: TenantClient, viewer: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    assert "Noch kein Zuwendungsbescheid eingetragen" in coordinator.get("/heute/").text
    with tenant_scope(cast.kreis):
        settled_grant(year=2024)

    for client in (coordinator, viewer):
        text = client.get("/heute/").text
        assert "Verwendungsnachweis 2024" in text
        assert "13 Kapitel" in text
    assert "Förderung" not in volunteer.get("/heute/").text

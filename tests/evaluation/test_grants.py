import datetime as dt
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from evaluation.actions import grants as actions
from evaluation.actions.settlement import in_order, settlement_of
from evaluation.models import Directive, Grant, PlanLine, StaffPosition
from evaluation.models.reports import ReportReleased
from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.evaluation import (
    GrantFactory,
    PlanLineFactory,
    StaffPositionFactory,
    released_report,
    settled_grant,
)

NOW = dt.datetime(2027, 1, 2, 9, tzinfo=dt.UTC)


def form_data(**changes: object) -> dict[str, object]:
    data = {
        "notice_on": "18.12.2023",
        "reference": "RMF-SG15-6722",
        "directive": Directive.objects.get(key="bir-2024").pk,
        "amount": "76.800,00",
        "starts_on": "01.01.2024",
        "ends_on": "31.12.2026",
        "recipient_address": "Rosenheimer Straße 1",
    }
    return data | changes


def test_grant_is_stored_as_the_notice_says(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post("/foerderung/bescheid/neu/", form_data())

    with tenant_scope(cast.kreis):
        grant = Grant.objects.get()
        assert response["Location"] == f"/landkreis-miesbach/foerderung/bescheid/{grant.pk}/"
        assert (grant.amount, list(grant.years)) == (Decimal("76800.00"), [2024, 2025, 2026])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "viel"}, "Bitte geben Sie einen Betrag ein"),
        ({"amount": "0"}, "Bitte geben Sie einen Betrag über 0 ein."),
        ({"ends_on": "31.12.2023"}, "Das Ende liegt vor dem Anfang."),
        ({"ends_on": "31.12.2027"}, "höchstens drei Jahre"),
        ({"starts_on": "01.01.2017", "ends_on": "31.12.2017"}, "begann 2018"),
        ({"directive": "x"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"reference": "A" * 100_000}, "höchstens 100 Zeichen"),
        ({"recipient_address": "a\x00b"}, "unsichtbares Zeichen"),
        ({"contact_name": "Anna ✓"}, "diese Zeichen nicht drucken: „✓“."),
    ],
)
def test_nonsense_gets_a_sentence(
    coordinator: TenantClient, changes: dict[str, str], sentence: str
) -> None:
    response = coordinator.post("/foerderung/bescheid/neu/", form_data(**changes))

    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize(
    ("amount", "sentences"),
    [
        ("76.800,00", []),
        ("76.800,01", ["Nach dem Plan 2026 sind höchstens 76.800,00\xa0€ möglich"]),
        ("130.000,01", ["über dem Höchstbetrag von 130.000,00\xa0€", "Nach dem Plan 2026"]),
    ],
)
def test_unusual_amount_is_stored_once_it_is_confirmed(
    coordinator: TenantClient, cast: Cast, amount: str, sentences: list[str]
) -> None:
    with tenant_scope(cast.kreis):
        grant = settled_grant()
    path = f"/foerderung/bescheid/{grant.pk}/bearbeiten/"
    assert 'name="confirmed"' not in coordinator.get(path).text
    data = form_data(version=1, amount=amount)

    response = coordinator.post(path, data)

    assert response.status_code == (422 if sentences else 302)
    assert all(sentence in response.text for sentence in sentences)
    if sentences:
        assert 'name="confirmed"' in response.text
        assert coordinator.post(path, data | {"confirmed": "on"}).status_code == 302


def test_what_contradicts_itself_is_told_at_its_field(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        grant = GrantFactory(reference="RMF-1")
    line = {"kind": "staff", "code": "2.1", "label": "Personal", "approved": "10"}
    post = {"function": "Lotsin", "fte": "1", "starts_on": "02.03.2026"}
    sent = [
        ("bescheid/neu/", form_data(ends_on="31.12.2023")),
        ("bescheid/neu/", form_data(reference="RMF-1")),
        (f"bescheid/{grant.pk}/plan/2026/neu/", line | {"approved_eligible": "10,01"}),
        ("personal/neu/", post | {"ends_on": "01.03.2026"}),
    ]

    found = [coordinator.post(f"/foerderung/{path}", data) for path, data in sent]

    assert [response.context["form"].errors for response in found] == [
        {"ends_on": ["Das Ende liegt vor dem Anfang."]},
        {"reference": ["Eine Zuwendung mit diesem Aktenzeichen gibt es schon."]},
        {"approved_eligible": ["Zuwendungsfähig kann höchstens der ganze Betrag sein."]},
        {"ends_on": ["Das Ende liegt vor dem Anfang."]},
    ]


def test_notice_is_deleted_after_a_question(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = GrantFactory()
    path = f"/foerderung/bescheid/{grant.pk}/loeschung/"

    assert "endgültig gelöscht" in coordinator.get(path).text
    assert "ist gelöscht" in coordinator.post(path, follow=True).text
    assert coordinator.post(path).status_code == 404
    with tenant_scope(cast.kreis):
        assert Grant.objects.count() == 0
        entry = AuditEntry.objects.get(action="grant.removed")
        assert (entry.actor, entry.subject_id) == (cast.coordinator, grant.pk)


def test_notice_with_a_plan_stays(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        line = PlanLineFactory()

    response = coordinator.post(f"/foerderung/bescheid/{line.grant_id}/loeschung/", follow=True)

    assert "gibt es schon ein Finanzierungsplan" not in response.text
    assert "gibt es schon einen Finanzierungsplan; deshalb" in response.text
    with tenant_scope(cast.kreis):
        assert Grant.objects.count() == 1


def test_same_notice_twice_is_one(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post("/foerderung/bescheid/neu/", form_data())
    response = coordinator.post("/foerderung/bescheid/neu/", form_data())

    assert "Eine Zuwendung mit diesem Aktenzeichen gibt es schon." in response.text
    with tenant_scope(cast.kreis):
        assert Grant.objects.count() == 1


def test_second_notice_for_the_same_time_is_refused(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post("/foerderung/bescheid/neu/", form_data())
    second = form_data(reference="RMF-2", starts_on="01.01.2026")

    response = coordinator.post("/foerderung/bescheid/neu/", second)

    assert response.status_code == 422
    assert "Für einen Teil dieses Zeitraums gibt es schon einen Bescheid." in response.text


def test_second_of_two_in_one_moment_is_refused_at_its_field(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        GrantFactory(reference="RMF-1")
        # A form that was checked before the other was stored.
        late = GrantFactory.build(
            reference="RMF-1", starts_on=dt.date(2027, 1, 1), ends_on=dt.date(2027, 12, 31)
        )
        with pytest.raises(DomainError) as refused:
            actions.save(late, by=cast.coordinator)

    assert (str(refused.value), refused.value.field) == (
        "Eine Zuwendung mit diesem Aktenzeichen gibt es schon.",
        "reference",
    )


def test_second_editor_sees_both_versions(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = GrantFactory()
    path = f"/foerderung/bescheid/{grant.pk}/bearbeiten/"
    coordinator.post(path, form_data(version=1, contact_name="Erste"))

    response = coordinator.post(path, form_data(version=1, contact_name="Zweite"))

    assert response.status_code == 422
    assert "Inzwischen wurde dieser Eintrag gespeichert" in response.text


def test_shorter_period_keeps_what_is_planned(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        line = PlanLineFactory(year=2026)

    data = form_data(version=1, ends_on="31.12.2025")
    response = coordinator.post(f"/foerderung/bescheid/{line.grant_id}/bearbeiten/", data)

    assert response.status_code == 422
    assert "außerhalb dieses Zeitraums steht schon etwas im Plan" in response.text


def test_plan_stands_in_its_own_order_with_sums(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        settlement = settlement_of(settled_grant(), 2026)

    assert [line.plan.code for line in settlement.income] == ["1.1", "1.2"]
    assert [line.plan.code for line in settlement.expenses] == ["2.1", "2.2", "2.10"]
    assert settlement.income_total == settlement.expenses_total
    assert settlement.expenses_total.settled_eligible == Decimal("96000.00")


@pytest.mark.parametrize("code", ["", "²", "1.٣", "A.b.3", "1" * 10])
def test_any_code_can_be_sorted(code: str) -> None:
    assert sorted([in_order(code), in_order("1.2")])


def test_line_twice_by_double_click_is_one(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = GrantFactory()
    path = f"/foerderung/bescheid/{grant.pk}/plan/2026/neu/"
    data = {"kind": "staff", "code": "2.1", "label": "Personal", "approved": "96.000,00"}

    assert coordinator.post(path, data).status_code == 302
    response = coordinator.post(path, data)

    assert "Diese Nummer gibt es in diesem Jahr schon im Plan." in response.text
    with tenant_scope(cast.kreis):
        assert PlanLine.objects.count() == 1


def test_line_outside_the_period_is_no_page(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = GrantFactory()

    for year in ("2027", "0", "99999999999999999999"):
        path = f"/foerderung/bescheid/{grant.pk}/plan/{year}/neu/"
        assert coordinator.get(path).status_code == 404


def test_line_with_vouchers_stays(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = settled_grant()
        line = grant.plan_lines.get(code="2.1")

    response = coordinator.post(f"/foerderung/plan/{line.pk}/loeschung/", follow=True)

    assert "sind Belege gebucht" in response.text
    with tenant_scope(cast.kreis):
        assert PlanLine.objects.filter(pk=line.pk).exists()


def test_plan_is_taken_over_once(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = settled_grant(year=2025)
    path = f"/foerderung/bescheid/{grant.pk}/plan/2026/kopie/"

    first, second = (coordinator.post(path, follow=True).text for _ in range(2))

    assert "5 Zeilen aus 2025 übernommen" in first
    assert "Für 2026 gibt es schon einen Plan." in second
    with tenant_scope(cast.kreis):
        assert PlanLine.objects.filter(year=2026).count() == 5


def test_plan_is_taken_over_into_no_year_outside_the_bescheid(
    coordinator: TenantClient, cast: Cast
) -> None:
    """The second year is none that a lock can be named after."""
    with tenant_scope(cast.kreis):
        grant = settled_grant(year=2025)
    path = f"/foerderung/bescheid/{grant.pk}/plan"

    answers = [coordinator.post(f"{path}/{year}/kopie/") for year in (2030, 2**31)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_released_year_is_frozen_in_the_actions_too(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        release = released_report(now=NOW)
        line = PlanLine.objects.get(code="2.1")
        line.approved = Decimal("1.00")
        for change in (actions.save_line, actions.remove_line):
            with pytest.raises(ReportReleased):
                change(line, by=None)
        new = PlanLine(grant=line.grant, year=release.year, kind="staff", code="9", approved=1)
        with pytest.raises(ReportReleased):
            actions.save_line(new, by=None)
        assert PlanLine.objects.get(code="2.1").approved == Decimal("90000.00")


def test_post_twice_is_one_and_ends_by_its_last_day(coordinator: TenantClient, cast: Cast) -> None:
    data = {"function": "Lotsin", "fte": "0,75", "starts_on": "01.03.2026"}
    coordinator.post("/foerderung/personal/neu/", data)
    assert "steht schon in der Liste" in coordinator.post("/foerderung/personal/neu/", data).text

    with tenant_scope(cast.kreis):
        position = StaffPosition.objects.get()
    path = f"/foerderung/personal/{position.pk}/bearbeiten/"
    coordinator.post(path, data | {"ends_on": "30.09.2026", "version": "1"})
    with tenant_scope(cast.kreis):
        assert StaffPosition.objects.get().ends_on == dt.date(2026, 9, 30)


def test_viewer_looks_and_changes_nothing(viewer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = settled_grant()
        position = StaffPosition.objects.get()
        line = grant.plan_lines.get(code="2.1")

    seen = ["", f"bescheid/{grant.pk}/", "personal/"]
    refused = [
        "bescheid/neu/",
        f"bescheid/{grant.pk}/bearbeiten/",
        f"bescheid/{grant.pk}/loeschung/",
        f"bescheid/{grant.pk}/plan/2026/neu/",
        f"plan/{line.pk}/bearbeiten/",
        f"plan/{line.pk}/loeschung/",
        "personal/neu/",
        f"personal/{position.pk}/bearbeiten/",
    ]
    assert [viewer.get(f"/foerderung/{path}").status_code for path in seen] == [200] * 3
    for path in seen:
        assert "Eintragen" not in viewer.get(f"/foerderung/{path}").text
    assert {viewer.get(f"/foerderung/{path}").status_code for path in refused} == {403}
    assert {viewer.post(f"/foerderung/{path}").status_code for path in refused} == {403}


def test_foreign_rows_are_no_rows(neighbour: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = settled_grant(reference="AZ-MIESBACH")
        line, position = grant.plan_lines.get(code="2.1"), StaffPosition.objects.get()

    for path in (
        f"bescheid/{grant.pk}/",
        f"bescheid/{grant.pk}/bearbeiten/",
        f"plan/{line.pk}/bearbeiten/",
        f"personal/{position.pk}/bearbeiten/",
        "2026/belege/",
    ):
        assert neighbour.get(f"/foerderung/{path}").status_code == 404
    assert "AZ-MIESBACH" not in neighbour.get("/foerderung/").text


@pytest.mark.parametrize("role", ["volunteer", "partner"])
def test_funding_is_for_staff(request: pytest.FixtureRequest, role: str) -> None:
    client = request.getfixturevalue(role)

    assert client.get("/foerderung/").status_code == 403


@pytest.mark.parametrize("item_count", [1, 3])
def test_position_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        StaffPositionFactory.create_batch(item_count)

    with django_assert_num_queries(10):
        response = coordinator.get("/foerderung/personal/")

    assert response.text.count('scope="row"') == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        GrantFactory.create_batch(item_count)

    with django_assert_num_queries(17):
        coordinator.get("/foerderung/")

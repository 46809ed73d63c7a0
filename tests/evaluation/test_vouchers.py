import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evaluation.actions import vouchers as actions
from evaluation.actions import years
from evaluation.models import PlanLine, Voucher
from evaluation.models.reports import ReportReleased
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast, assemble
from tests.conftest import TenantClient
from tests.factories.evaluation import (
    PlanLineFactory,
    VoucherFactory,
    released_report,
    settled_grant,
)

NOW = dt.datetime(2027, 1, 2, 9, tzinfo=dt.UTC)


@pytest.fixture
def line(cast: Cast) -> PlanLine:
    with tenant_scope(cast.kreis):
        return PlanLineFactory(year=2026)


def form_data(line: PlanLine, **changes: object) -> dict[str, object]:
    data = {
        "number": 1,
        "paid_on": "2026-03-15",
        "plan_line": line.pk,
        "counterparty": "Volkshochschule",
        "purpose": "Raummiete",
        "amount": "1.234,50",
        "eligible": "on",
    }
    return data | changes


def test_voucher_is_stored_under_the_next_number(
    coordinator: TenantClient, cast: Cast, line: PlanLine
) -> None:
    page = coordinator.get("/foerderung/2026/belege/neu/")
    assert page.context["form"]["number"].value() == 1
    assert "nie der Name einer Privatperson" in page.text

    coordinator.post("/foerderung/2026/belege/neu/", form_data(line))

    assert coordinator.get("/foerderung/2026/belege/neu/").context["form"]["number"].value() == 2
    with tenant_scope(cast.kreis):
        voucher = Voucher.objects.get()
        assert (voucher.year, voucher.number, voucher.amount, voucher.eligible) == (
            2026,
            1,
            Decimal("1234.50"),
            True,
        )


def test_double_click_books_once(coordinator: TenantClient, cast: Cast, line: PlanLine) -> None:
    first, second = (
        coordinator.post("/foerderung/2026/belege/neu/", form_data(line)) for _ in range(2)
    )

    assert (first.status_code, second.status_code) == (302, 422)
    assert "Diese Belegnummer gibt es in diesem Jahr schon. Frei ist 2." in second.text
    with tenant_scope(cast.kreis):
        assert Voucher.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "eins"}, "Bitte geben Sie eine ganze Zahl ein"),
        ({"number": "0"}, "Bitte geben Sie mindestens 1 ein."),
        ({"number": "9999999999"}, "höchstens fünf Ziffern"),
        ({"paid_on": "31.02.2026"}, "Bitte geben Sie ein Datum ein"),
        ({"plan_line": "999999999999999999999"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"amount": "-5"}, "Bitte geben Sie einen Betrag über 0 ein."),
        ({"amount": "1e9"}, "Bitte geben Sie einen Betrag ein"),
        ({"counterparty": "x" * 100_000}, "höchstens 200 Zeichen"),
        ({"purpose": "a\x00b"}, "unsichtbares Zeichen"),
        ({"purpose": "Kuchen 🍰"}, "diese Zeichen nicht drucken: „🍰“."),
        ({"counterparty": "Café ☕"}, "diese Zeichen nicht drucken: „☕“."),
    ],
)
def test_nonsense_gets_a_sentence(
    coordinator: TenantClient, line: PlanLine, changes: dict[str, str], sentence: str
) -> None:
    response = coordinator.post("/foerderung/2026/belege/neu/", form_data(line, **changes))

    assert response.status_code == 422
    assert sentence in response.text


@pytest.mark.parametrize(
    ("paid_on", "sentence"),
    [
        ("2023-12-31", "außerhalb des Bewilligungszeitraums vom 01.01.2024 bis 31.12.2026."),
        ("2025-12-31", "Der 31.12.2025 liegt nicht im Abrechnungsjahr 2026."),
    ],
)
def test_voucher_of_another_time_is_booked_once_it_is_confirmed(
    coordinator: TenantClient, cast: Cast, line: PlanLine, paid_on: str, sentence: str
) -> None:
    path, data = "/foerderung/2026/belege/neu/", form_data(line, paid_on=paid_on)

    response = coordinator.post(path, data)

    assert response.status_code == 422
    assert sentence in response.text
    assert 'name="confirmed"' in response.text
    assert coordinator.post(path, data | {"confirmed": "on"}).status_code == 302


def test_payment_of_tomorrow_is_refused_at_its_field(
    coordinator: TenantClient, cast: Cast, line: PlanLine
) -> None:
    path, today = "/foerderung/2026/belege/neu/", timezone.localdate()
    tomorrow = today + dt.timedelta(days=1)

    response = coordinator.post(path, form_data(line, paid_on=tomorrow, confirmed="on"))

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "paid_on": [
            "Der Tag der Zahlung liegt in der Zukunft. "
            "Bitte tragen Sie den Beleg ein, sobald bezahlt ist."
        ]
    }
    data = form_data(line, paid_on=today, confirmed="on")
    assert coordinator.post(path, data).status_code == 302


def test_line_of_another_year_or_kreis_is_no_choice(
    coordinator: TenantClient, cast: Cast, line: PlanLine
) -> None:
    with tenant_scope(cast.kreis):
        other_year = PlanLineFactory(year=2025, grant=line.grant)
    with tenant_scope(cast.foreign_kreis):
        foreign = PlanLineFactory(year=2026)

    for other in (other_year, foreign):
        data = form_data(line, plan_line=other.pk)
        assert coordinator.post("/foerderung/2026/belege/neu/", data).status_code == 422


def test_without_a_plan_the_way_leads_there(
    coordinator: TenantClient, cast: Cast, line: PlanLine
) -> None:
    response = coordinator.get("/foerderung/2025/belege/neu/", follow=True)

    assert "zuerst den Finanzierungsplan 2025" in response.text


def test_years_without_a_grant_are_no_pages(coordinator: TenantClient, line: PlanLine) -> None:
    for year in ("2027", "1", "0", "99999", "9" * 30):
        assert coordinator.get(f"/foerderung/{year}/belege/").status_code == 404


def test_running_sums_are_kept_apart(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        settled_grant()

    page = coordinator.get("/foerderung/2026/belege/").context["page"]

    assert [(v.number, v.running_sum) for v in page] == [
        (1, Decimal("19200.00")),
        (2, Decimal("96000.00")),
        (3, Decimal("90000.00")),
        (4, Decimal("91000.00")),
        (5, Decimal("96000.00")),
    ]


def test_filters_by_text_number_and_line(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        grant = settled_grant()
        staff = grant.plan_lines.get(code="2.1")

    def numbers(query: str) -> list[int]:
        page = coordinator.get(f"/foerderung/2026/belege/?{query}").context["page"]
        return [voucher.number for voucher in page]

    assert numbers("q=buchung 2.10") == [4]
    assert numbers("q=5") == [5]
    assert numbers(f"line={staff.pk}") == [3]
    assert numbers("q=" + "9" * 5000) == []
    assert numbers("line=unsinn") == [1, 2, 3, 4, 5]


def test_released_year_is_frozen(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        released_report(now=NOW)
        voucher = Voucher.objects.get(number=3)
        line = voucher.plan_line
        for change in (actions.save, actions.remove):
            with pytest.raises(ReportReleased):
                change(voucher, by=None)

    data = form_data(line, number=77)
    response = coordinator.post("/foerderung/2026/belege/neu/", data)
    assert response.status_code == 422
    assert "Dieser Bericht ist festgeschrieben" in response.text
    removed = coordinator.post(f"/foerderung/belege/{voucher.pk}/loeschung/", follow=True)
    assert "Dieser Bericht ist festgeschrieben" in removed.text
    assert "Beleg eintragen" not in coordinator.get("/foerderung/2026/belege/").text
    with tenant_scope(cast.kreis):
        assert Voucher.objects.count() == 5


def test_released_year_shows_no_form(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        release = released_report(now=NOW)
        voucher = Voucher.objects.get(number=3)
        line = voucher.plan_line
    grant = f"/foerderung/bescheid/{line.grant_id}/"
    ways = {
        "/foerderung/2026/belege/neu/": "/foerderung/2026/belege/",
        f"/foerderung/belege/{voucher.pk}/bearbeiten/": "/foerderung/2026/belege/",
        f"/foerderung/belege/{voucher.pk}/loeschung/": "/foerderung/2026/belege/",
        f"{grant}plan/{release.year}/neu/": grant,
        f"/foerderung/plan/{line.pk}/bearbeiten/": grant,
        f"/foerderung/plan/{line.pk}/loeschung/": grant,
        "/foerderung/2026/kapitel/staff/": "/foerderung/2026/",
    }

    for path, target in ways.items():
        response = coordinator.get(path, follow=True)
        assert response.redirect_chain == [(f"/landkreis-miesbach{target}", 302)]
        assert "Der Bericht 2026 ist schon festgeschrieben und bereitgestellt." in response.text


def test_voucher_is_deleted_after_a_question(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        voucher = VoucherFactory()
    path = f"/foerderung/belege/{voucher.pk}/loeschung/"

    assert "endgültig gelöscht" in coordinator.get(path).text
    assert coordinator.post(path).status_code == 302
    assert coordinator.post(path).status_code == 404
    with tenant_scope(cast.kreis):
        assert Voucher.objects.count() == 0


def test_viewer_and_stranger_change_nothing(
    viewer: TenantClient, neighbour: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        voucher = VoucherFactory()
    paths = [f"belege/{voucher.pk}/bearbeiten/", f"belege/{voucher.pk}/loeschung/"]

    assert viewer.get("/foerderung/2026/belege/").status_code == 200
    assert {viewer.post(f"/foerderung/{path}").status_code for path in paths} == {403}
    assert {neighbour.post(f"/foerderung/{path}").status_code for path in paths} == {404}
    with tenant_scope(cast.kreis):
        assert Voucher.objects.count() == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_voucher_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    line: PlanLine,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        VoucherFactory.create_batch(item_count, plan_line=line)

    with django_assert_num_queries(15):
        response = coordinator.get("/foerderung/2026/belege/")

    assert response.context["page"].paginator.count == item_count


def test_two_writers_of_a_year_wait_for_each_other(committed: None) -> None:
    cast = assemble()
    with tenant_scope(cast.kreis):
        line = PlanLineFactory(year=2026)
    holding, refused = threading.Event(), []

    def second() -> None:
        try:
            with tenant_scope(cast.kreis):
                holding.wait(10)
                actions.save(VoucherFactory.build(plan_line=line, number=1), by=None)
        except actions.NumberTaken as error:
            refused.append((str(error), error.field))
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with tenant_scope(cast.kreis), transaction.atomic():
        years.hold(2026)
        holding.set()
        actions.save(VoucherFactory.build(plan_line=line, number=1), by=None)
    thread.join(20)

    assert refused == [
        ("Diese Belegnummer gibt es in diesem Jahr schon. Frei ist 2.", "number"),
    ]

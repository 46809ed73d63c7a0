"""The list of Ehrenamtliche as a table to save: what stands in it, and who may take it out."""

import csv
import datetime as dt
import io
from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.utils import timezone
from openpyxl import load_workbook
from redis.exceptions import ConnectionError as ValkeyGone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests.audit.test_page import lines
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory
from tests.factories.volunteers import EngagementFieldFactory, VolunteerFactory
from tests.signing_in import sign_in
from volunteers.models import Clearance, Language, LanguageSkill, Tag, Volunteer

XLSX, CSV = "/ehrenamtliche/tabelle.xlsx", "/ehrenamtliche/tabelle.csv"
HEAD = (
    "Nachname;Vorname;Anrede;Status;E-Mail;Telefon;Straße und Hausnummer;Postleitzahl;Ort"
    ";Geburtsjahr;Sprachen;Hilft bei;Helferkreise;Hat Zeit;Schlagwörter;dabei seit;ausgeschieden am"
).split(";")


@pytest.fixture(autouse=True)
def _ada(cast: Cast) -> None:
    """Give Ada what the table shows, and what it must never show."""
    with tenant_scope(cast.kreis):
        ada = cast.volunteer
        ada.email, ada.phone, ada.postcode, ada.place = "ada@x.example", "08025 1", "83714", "=Ort"
        ada.note, ada.birth_year, ada.declares_migration_history = "Geheimnotiz", 1961, True
        ada.street, ada.salutation = "Am Weg 3", "ms"
        ada.save()
        circle = ada.circle_memberships.get().circle
        circle.name = "Süd"
        circle.save()
        ada.availabilities.create(weekday=0, slot="morning")
        ada.tags.create(tag=Tag.objects.create(name="Sommerfest"))
        language = Language.objects.get(name="Arabisch")
        LanguageSkill.objects.create(volunteer=ada, language=language, level="b2")
        ada.engagements.create(field=EngagementFieldFactory(name="Behördengänge"))


def rows_of(response: Any) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def sheet_of(response: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(response.content))["Ehrenamtliche"].values)


def many(cast: Cast, count: int) -> None:
    with tenant_scope(cast.kreis):
        for _ in range(count - Volunteer.objects.count()):
            VolunteerFactory()


def test_table_holds_what_a_letter_needs(coordinator: TenantClient, cast: Cast) -> None:
    rows = rows_of(coordinator.get(CSV, data={"q": "ada maier"}))

    ada = (
        "Maier;Ada;Frau;aktiv;ada@x.example;08025 1;Am Weg 3;83714;'=Ort;1961;Arabisch B2"
        ";Behördengänge;Süd;Mo vormittags;Sommerfest;01.01.2025;"
    )
    assert rows == [HEAD, ada.split(";")]


def test_table_holds_the_columns_that_were_chosen(coordinator: TenantClient) -> None:
    chosen = {"q": "ada maier", "columns": ["times", "place", "last_contact_on", "contact"]}

    assert rows_of(coordinator.get(CSV, data=chosen)) == [
        "Nachname;Vorname;Hat Zeit;Postleitzahl;Ort;zuletzt gesprochen;E-Mail;Telefon".split(";"),
        "Maier;Ada;Mo vormittags;83714;'=Ort;;ada@x.example;08025 1".split(";"),
    ]


def test_workbook_holds_the_same(coordinator: TenantClient, cast: Cast) -> None:
    sheet = sheet_of(coordinator.get(XLSX, data={"q": "ada maier"}))

    assert sheet == [
        tuple(HEAD),
        (
            *("Maier", "Ada", "Frau", "aktiv", "ada@x.example", "08025 1", "Am Weg 3", "83714"),
            *("=Ort", 1961, "Arabisch B2", "Behördengänge", "Süd", "Mo vormittags", "Sommerfest"),
            *(dt.datetime(2025, 1, 1), None),
        ),
    ]


@pytest.mark.parametrize("path", [XLSX, CSV])
def test_table_is_a_download_whose_name_tells_nothing(coordinator: TenantClient, path: str) -> None:
    response = coordinator.get(path)

    suffix = path.rpartition(".")[2]
    name = f"ehrenamtliche-{timezone.localdate():%Y-%m-%d}.{suffix}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("query", ["", "?columns=note&columns=declares_migration_history"])
def test_table_holds_no_note_no_declaration_and_no_clearance(
    coordinator: TenantClient, cast: Cast, query: str
) -> None:
    with tenant_scope(cast.kreis):
        Clearance.objects.create(
            volunteer=cast.volunteer, seen_on=dt.date(2019, 3, 17), next_due_on=dt.date(2024, 3, 17)
        )

    rows = rows_of(coordinator.get(CSV + query))

    text = str(rows)
    assert COLLEAGUE_NAME in text
    assert not [word for word in ("Geheimnotiz", "17.03.2019", FOREIGN_NAME) if word in text]
    assert not [name for name in rows[0] if "igration" in name or "Führung" in name]


def test_filters_in_force_hold_for_the_table(coordinator: TenantClient, cast: Cast) -> None:
    page = coordinator.get("/ehrenamtliche/", data={"q": "Ben", "status": "active", "page": "1"})

    assert 'href="tabelle.xlsx?q=Ben&amp;status=active"' in page.text
    names = [row[0] for row in rows_of(coordinator.get(CSV, data={"q": "Ben"}))]
    assert names == ["Nachname", COLLEAGUE_NAME]


def test_filter_that_cannot_be_read_hands_out_nothing(coordinator: TenantClient) -> None:
    response = coordinator.get(CSV, data={"status": "unbekannt"})

    assert response["Location"] == "/landkreis-miesbach/ehrenamtliche/?status=unbekannt"


def test_only_the_lotsin_takes_out_a_table(
    viewer: TenantClient,
    volunteer: TenantClient,
    partner: TenantClient,
    anonymous: TenantClient,
    neighbour: TenantClient,
    cast: Cast,
) -> None:
    people = (viewer, volunteer, partner, anonymous)
    assert [person.get(CSV).status_code for person in people] == [403, 403, 403, 302]
    stranger = TenantClient(cast.kreis, neighbour.user)
    assert stranger.get(CSV).status_code == 404
    assert "tabelle." not in viewer.get("/ehrenamtliche/").text


def test_each_table_leaves_a_line_about_the_kreis_in_the_trail(
    coordinator: TenantClient, cast: Cast
) -> None:
    coordinator.get(CSV)

    with tenant_scope(cast.kreis):
        entry = AuditEntry.objects.get(action="volunteers.exported")
    line = (entry.actor_id, entry.subject_kind, entry.subject_id)
    assert line == (coordinator.user.pk, "tenancy.Tenant", cast.kreis.pk)


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        (CSV, {}, "Format: CSV Zeilen: 2 Auswahl: alle"),
        (
            CSV.replace(".csv", ".xlsx"),
            {"q": "Maier", "status": "active"},
            "Format: XLSX Zeilen: 1 Auswahl: gefiltert nach Name, Ort, Telefon oder E-Mail; Status",
        ),
    ],
)
def test_trail_tells_how_much_was_taken_out_and_never_what_was_looked_for(
    coordinator: TenantClient, path: str, query: dict[str, str], told: str
) -> None:
    coordinator.get(path, data=query)

    assert lines(coordinator.get("/protokoll/?kind=volunteers.Volunteer")) == [
        f"Anna Huber hat die Liste der Ehrenamtlichen heruntergeladen: {told}"
    ]


@pytest.mark.parametrize(("count", "asks"), [(49, False), (50, True)])
def test_large_table_asks_again_who_it_is(
    coordinator: TenantClient, cast: Cast, count: int, asks: bool
) -> None:
    many(cast, count)
    sign_in(coordinator.client, coordinator.user, minutes_ago=16)

    response = coordinator.get(CSV)

    assert response.status_code == (302 if asks else 200)
    if asks:
        assert response["Location"].startswith("/konto/")
        # Back to the list, for a file is no page; the confirmation says what to do there.
        back = urlencode({"next": "/landkreis-miesbach/ehrenamtliche/?"})
        assert response["Location"].endswith(f"?{back}")
        page = coordinator.client.get(response["Location"]).text
        assert "laden Sie die Tabelle dort noch einmal herunter" in page
    with tenant_scope(cast.kreis):
        exported = AuditEntry.objects.filter(action="volunteers.exported").count()
    assert exported == (0 if asks else 1)


def test_large_table_after_a_recent_confirmation(coordinator: TenantClient, cast: Cast) -> None:
    many(cast, 50)
    sign_in(coordinator.client, coordinator.user, minutes_ago=14)

    assert len(rows_of(coordinator.get(CSV))) == 51


def test_slices_count_together(coordinator: TenantClient, cast: Cast) -> None:
    """Two rows at a time are a whole list as well, of whoever found the browser open."""
    sign_in(coordinator.client, coordinator.user, minutes_ago=16)
    found = [coordinator.get(CSV).status_code for _ in range(26)]
    assert found == [200] * 24 + [302] * 2
    assert coordinator.get(CSV, data={"q": "ada maier"}).status_code == 200  # the 49th row

    sign_in(coordinator.client, coordinator.user)
    assert coordinator.get(CSV).status_code == 200


def test_rows_of_another_person_do_not_count(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        colleague = TenantClient(cast.kreis, MembershipFactory().user)
    many(cast, 49)
    for client in (coordinator, colleague):
        sign_in(client.client, client.user, minutes_ago=16)

    assert [client.get(CSV).status_code for client in (coordinator, colleague)] == [200, 200]


def test_rows_are_forgotten_after_fifteen_minutes_without_any(
    coordinator: TenantClient, cast: Cast
) -> None:
    sign_in(coordinator.client, coordinator.user, minutes_ago=16)
    key = f"rows-taken:{coordinator.user.pk}"
    coordinator.get(CSV)
    cache.touch(key, 60)

    coordinator.get(CSV)

    store: Any = cache
    left = store._cache.get_client(key).ttl(cache.make_key(key))
    assert (cache.get(key), 890 < left <= 900) == (4, True)


def test_without_the_count_no_table_leaves(coordinator: TenantClient, cast: Cast) -> None:
    sign_in(coordinator.client, coordinator.user, minutes_ago=16)

    with mock.patch.object(cache, "incr", side_effect=ValkeyGone):
        assert coordinator.get(CSV).status_code == 503


@pytest.mark.parametrize("count", [3, 40])
def test_table_query_count(
    coordinator: TenantClient, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    many(cast, count)

    with django_assert_num_queries(11):
        coordinator.get(CSV)


def test_paper_says_whose_list_it_is_of_which_day_and_how_narrowed(
    coordinator: TenantClient,
) -> None:
    page = " ".join(coordinator.get("/ehrenamtliche/druck/?status=active&q=Maier").text.split())

    today = f"{timezone.localdate():%d.%m.%Y}"
    wanted = "Name, Ort, Telefon oder E-Mail: Maier; Status: aktiv"
    assert f"Landkreis Miesbach, Stand {today}: 1 Person, gefiltert nach {wanted}." in page

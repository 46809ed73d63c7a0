"""Handing people over to freinet-online, and taking them in from there."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers import importing
from volunteers.importing import freinet
from volunteers.models import ImportRun, Volunteer

PATH = "/ehrenamtliche/import/freinet"
UPLOAD = "/ehrenamtliche/import/neu/"


def prepare(cast: Cast) -> None:
    """Leave one active person, one who pauses, and one who has left."""
    with tenant_scope(cast.kreis):
        Volunteer.objects.update(membership=None)
        Volunteer.objects.all().delete()
        VolunteerFactory(
            first_name="Ada",
            last_name="Maier",
            email="ada@example.org",
            phone="08025 1234567",
            street="Gasse 1",
            postcode="83714",
            place="Miesbach",
            birth_year=1960,
            note="geheim",
        )
        VolunteerFactory(first_name="Ben", last_name="=Huber", email="", status="paused")
        gone = VolunteerFactory(first_name="Eva", last_name="Zach")
        gone.leave(gone.joined_on)


def test_csv_has_freinets_fields_and_comes_back_in(cast: Cast, coordinator: TenantClient) -> None:
    prepare(cast)

    content = coordinator.get(f"{PATH}.csv").content

    head, *people = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    assert head == "vorname nachname geburtstag strasse plz ort mail1 tel_p user_status".split()
    assert people == [
        ["Ben", "'=Huber", "", "", "", "", "", "", "pausiert"],
        [
            *["Ada", "Maier", "", "Gasse 1", "83714", "Miesbach"],
            *["ada@example.org", "08025 1234567", "aktiv"],
        ],
    ]
    run = importing.read(cast.foreign_kreis, content, by=cast.foreign_coordinator, name="f.csv")
    rows = importing.rows(cast.foreign_kreis, run)
    told = "first_name last_name street postcode place email phone status".split()
    assert [rows[1].values.get(name) for name in told] == [
        *["Ada", "Maier", "Gasse 1", "83714", "Miesbach"],
        *["ada@example.org", "08025 1234567", "active"],
    ]
    assert [row.remarks for row in rows[1:]] == [[]]
    assert FOREIGN_NAME.encode() not in content


def test_json_has_the_address_apart(cast: Cast, coordinator: TenantClient) -> None:
    prepare(cast)

    people = json.loads(coordinator.get(f"{PATH}.json").content)

    assert people[1] == {
        "vorname": "Ada",
        "nachname": "Maier",
        "geburtstag": "",
        "user_status": "aktiv",
        "address": {
            "strasse": "Gasse 1",
            "plz": "83714",
            "ort": "Miesbach",
            "mail1": "ada@example.org",
            "tel_p": "08025 1234567",
        },
    }
    with tenant_scope(cast.kreis):
        entry = AuditEntry.objects.filter(action="volunteers.exported").get()
        assert entry.details.get().changes["Format"] == ["freinet, JSON"] * 2


def test_json_comes_back_in(cast: Cast, coordinator: TenantClient) -> None:
    prepare(cast)
    content = coordinator.get(f"{PATH}.json").content

    file = SimpleUploadedFile("freinet.json", content)
    TenantClient(cast.foreign_kreis, cast.foreign_coordinator).post(UPLOAD, {"file": file})

    with tenant_scope(cast.foreign_kreis):
        assert ImportRun.objects.get().name == "freinet.csv"
    table = freinet.table_of(content)
    run = importing.read(cast.foreign_kreis, table, by=cast.foreign_coordinator, name="f.csv")
    rows = importing.rows(cast.foreign_kreis, run)
    told = "first_name last_name street postcode place email phone status".split()
    assert [rows[1].values.get(name) for name in told] == [
        *["Ada", "Maier", "Gasse 1", "83714", "Miesbach"],
        *["ada@example.org", "08025 1234567", "active"],
    ]
    assert [row.remarks for row in rows[1:]] == [[]]


def test_json_keeps_a_number_with_its_sign_and_no_half_letters(
    cast: Cast, coordinator: TenantClient
) -> None:
    person = {"vorname": "A\ud800da", "nachname": "Maier", "tel_p": "+49 171 2345678"}
    content = json.dumps([person]).encode()

    answer = coordinator.post(UPLOAD, {"file": SimpleUploadedFile("freinet.json", content)})

    assert answer.status_code == 302
    table = freinet.table_of(content)
    run = importing.read(cast.foreign_kreis, table, by=cast.foreign_coordinator, name="f.csv")
    [row] = importing.rows(cast.foreign_kreis, run)
    assert (row.values["first_name"], row.values["phone"]) == ("Ada", "+49 171 2345678")


@pytest.mark.parametrize(
    "content",
    [
        b"[" + b'{"vorname":"","nachname":""},' * 20_000 + b'{"vorname":"","nachname":""}]',
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[" + b"9" * 6000 + b"]",
        b"[]",
        b"null",
        b'[{"vorname": "Ada"}]',
        b'[{"vorname": {"a": 1}, "nachname": ["b"]}]',
        b'{"address": "Gasse 1"}',
    ],
)
def test_json_of_anything_else_gets_a_sentence(
    cast: Cast, coordinator: TenantClient, content: bytes
) -> None:
    answer = coordinator.post(UPLOAD, {"file": SimpleUploadedFile("freinet.json", content)})

    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1
    with tenant_scope(cast.kreis):
        assert not ImportRun.objects.exists()


def test_page_says_what_the_file_lacks(cast: Cast, coordinator: TenantClient) -> None:
    prepare(cast)

    page = coordinator.get(f"{PATH}/").text

    assert "Sie enthält 2 Personen" in page
    assert "Der Geburtstag bleibt leer" in page

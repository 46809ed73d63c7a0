"""Long lists are written in the background, guarded like any large export, and forgotten."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.documents.models import Document
from lotsen_portal.documents.tasks import render
from lotsen_portal.files import storage
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import VolunteerFactory
from tests.signing_in import sign_in
from volunteers.actions import exports as actions
from volunteers.models import PeopleExport, Volunteer
from volunteers.views import exports

EXPORT = "/ehrenamtliche/auswahl/export/"


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST", 1)


def ordered(client: TenantClient, suffix: str = "csv", count: int = 2) -> Document:
    response = client.post(EXPORT, {"all": "1", "suffix": suffix, "count": count})
    with tenant_scope(client.tenant):
        document: Document = Document.objects.get()
        assert response["Location"].endswith(f"/dokumente/{document.pk}/")
        return document


def rendered(document: Document, cast: Cast) -> Document:
    """Do what the worker does."""
    headers: Any = {"tenant_id": cast.kreis.pk}
    render.apply(args=(document.pk,), headers=headers)
    with tenant_scope(cast.kreis):
        document.refresh_from_db()
    return document


def test_long_list_is_ordered_by_a_form_and_never_by_a_link(
    coordinator: TenantClient, cast: Cast
) -> None:
    led = coordinator.get("/ehrenamtliche/tabelle.csv?status=active&sort=-name&page=2")

    assert led["Location"] == f"/landkreis-miesbach{EXPORT}?status=active&sort=-name&all=1"
    with tenant_scope(cast.kreis):
        assert not Document.objects.exists()
        assert not AuditEntry.objects.filter(action="volunteers.exported").exists()


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "vcf"])
def test_long_list_is_a_document_of_its_kind(
    coordinator: TenantClient, cast: Cast, suffix: str
) -> None:
    document = rendered(ordered(coordinator, suffix), cast)

    assert (document.state, document.suffix) == ("ready", suffix)
    response = coordinator.get(f"/dokumente/{document.pk}/datei/")
    day = f"{timezone.localdate():%d%m%Y}"
    assert response["Content-Disposition"] == (
        f'attachment; filename="ehrenamtliche-vom-{day}-{suffix}.{suffix}"'
    )
    assert response["Content-Type"] == exports.CONTENT_TYPES[suffix]
    assert f"Herunterladen ({suffix.upper()}," in coordinator.get(f"/dokumente/{document.pk}/").text


def test_file_holds_who_was_on_the_list_and_still_is_in_the_registry(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        gone = VolunteerFactory(last_name="Weggelöscht")
    document = ordered(coordinator, count=3)
    with tenant_scope(cast.kreis):
        VolunteerFactory(last_name="Neuling")
        Volunteer.objects.filter(pk=gone.pk).delete()

    rendered(document, cast)

    content = coordinator.get(f"/dokumente/{document.pk}/datei/").content.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(content), delimiter=";")]
    assert names == ["Nachname", COLLEAGUE_NAME, "Maier"]


def test_second_click_orders_the_same_file(coordinator: TenantClient) -> None:
    assert ordered(coordinator).pk == ordered(coordinator).pk


def test_file_is_for_the_lotsin_who_was_asked_again(
    coordinator: TenantClient, viewer: TenantClient, cast: Cast
) -> None:
    document = rendered(ordered(coordinator), cast)
    path = f"/dokumente/{document.pk}/datei/"

    assert viewer.get(path).status_code == 404
    sign_in(coordinator.client, coordinator.user, minutes_ago=16)
    asked: Any = coordinator.get(path)
    assert asked["Location"].startswith("/konto/")


def test_too_long_a_list_is_not_printed(coordinator: TenantClient) -> None:
    response = coordinator.get("/ehrenamtliche/druck/?status=active")

    assert response["Location"] == "/landkreis-miesbach/ehrenamtliche/?status=active"


def test_files_are_forgotten_after_a_week(
    coordinator: TenantClient, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    document = rendered(ordered(coordinator), cast)
    moment = timezone.now()

    with tenant_scope(cast.kreis):
        assert actions.forget_files(now=moment + dt.timedelta(days=6)) == 0
        assert storage.load(document.file, sha256=document.sha256)
        with django_capture_on_commit_callbacks(execute=True):
            assert actions.forget_files(now=moment + dt.timedelta(days=8)) == 1

        assert not Document.objects.exists()
        assert not PeopleExport.objects.exists()
    assert "volunteers.schedule.exports.forget" in {
        entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()
    }
    with pytest.raises(storage.FileDamaged):
        storage.load(document.file, sha256=document.sha256)


def test_file_holds_the_columns_of_the_list(coordinator: TenantClient, cast: Cast) -> None:
    sent = {"all": "1", "count": "2", "suffix": "csv", "columns": ["place"]}
    coordinator.post(EXPORT, sent)
    with tenant_scope(cast.kreis):
        document = Document.objects.get()

    rendered(document, cast)

    content = coordinator.get(f"/dokumente/{document.pk}/datei/").content.decode("utf-8-sig")
    assert content.splitlines()[0] == "Nachname;Vorname;Postleitzahl;Ort"

"""The Lotsin keeps the network: list, add, edit, confirm, end."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership
from networking.models import Organization, Partner
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.networking import ContactPersonFactory, PartnerFactory


def form_data(**changes: object) -> dict[str, object]:
    data = {
        "name": "Caritas Miesbach",
        "kind": "welfare",
        "address": "Franz-Xaver-Weg 1",
        "place": "Miesbach",
        "phone": "08025 1234",
        "email": "info@caritas.example",
        "website": "https://caritas.example",
        "offers_text": "Migrationsberatung, montags 9 bis 12 Uhr",
        "task_areas": ["d", "e"],
        "partner_since": "2020-05-01",
        "organization": "",
        "is_public": "on",
        "note": "Schlüssel beim Hausmeister",
    }
    return data | changes


def names_on(response: Any) -> list[str]:
    return [partner.name for partner in response.context["page"]]


@pytest.mark.parametrize("item_count", [1, 3])
def test_partner_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for partner in PartnerFactory.create_batch(item_count):
            ContactPersonFactory(partner=partner)

    with django_assert_num_queries(10):
        response = coordinator.get("/netzwerk/")

    assert response.text.count('scope="row"') == item_count + 2


def test_partner_list_hides_other_kreise(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.get("/netzwerk/")

    assert names_on(response) == [cast.partner.name, cast.other_partner.name]
    assert FOREIGN_NAME not in response.text


def test_filters_narrow_the_list(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        PartnerFactory(
            name="Kolping",
            kind="education",
            task_areas=["b"],
            is_public=True,
            place="Tegernsee",
            offers_text="Deutschkurs am Abend",
            confirmed_on=timezone.localdate() - dt.timedelta(days=366),
        )
        PartnerFactory(
            name="Frühere Initiative",
            partner_since=dt.date(2016, 1, 1),
            partner_until=dt.date(2020, 1, 1),
        )
    only_kolping = [
        "q=tegern+abend",
        "kind=education",
        "task_area=b",
        "is_public=yes",
        "state=unconfirmed",
    ]

    found = {query: names_on(coordinator.get(f"/netzwerk/?{query}")) for query in only_kolping}

    assert found == {query: ["Kolping"] for query in only_kolping}
    assert names_on(coordinator.get("/netzwerk/?state=ended")) == ["Frühere Initiative"]
    assert names_on(coordinator.get("/netzwerk/?is_public=no&state=current")) == [
        cast.partner.name,
        cast.other_partner.name,
    ]


@pytest.mark.parametrize(
    "query",
    ["q=%00", "q=" + "a+" * 50_000, "kind=nichts", "task_area=z", "page=x", "state=%27;--"],
    ids=["nul", "long", "kind", "area", "page", "quote"],
)
def test_nonsense_in_the_filters_is_answered(coordinator: TenantClient, query: str) -> None:
    assert coordinator.get(f"/netzwerk/?{query}").status_code == 200


def test_htmx_gets_the_rows_alone(coordinator: TenantClient) -> None:
    response = coordinator.get("/netzwerk/?q=niemand", headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert "Keinen Partner gefunden" in response.text


def test_new_partner_is_stored_as_typed(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post("/netzwerk/neu/", form_data(name="  Caritas   Miesbach "))

    with tenant_scope(cast.kreis):
        stored = Partner.objects.values(*form_data(), "confirmed_on", "partner_until").get(
            name="Caritas Miesbach"
        )
        entry = AuditEntry.objects.get(action="partner.added")
    assert response["Location"] == f"/landkreis-miesbach/netzwerk/{entry.subject_id}/"
    assert stored == form_data(
        organization=None,
        is_public=True,
        partner_since=dt.date(2020, 5, 1),
        confirmed_on=None,
        partner_until=None,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "PARTNER DOPPELT"}, "Einen Partner mit diesem Namen gibt es schon."),
        ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"name": "a\x00b"}, "Ein unsichtbares Zeichen lässt sich nicht speichern."),
        ({"name": "x" * 100_000}, "höchstens 200 Zeichen"),
        ({"kind": "quatsch"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"website": "ftp://caritas.example/"}, "Das ist keine Internetadresse."),
        ({"website": "javascript:alert(1)"}, "Das ist keine Internetadresse."),
        ({"email": "kein Klammeraffe"}, "Das ist keine E-Mail-Adresse."),
        ({"task_areas": ["z"]}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"partner_since": "morgen"}, "Bitte geben Sie ein Datum ein"),
        ({"partner_since": "2099-01-01"}, "Der Tag darf nicht in der Zukunft liegen."),
        ({"organization": "0"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"organization": "x\x00"}, "Nullzeichen sind nicht erlaubt."),
        ({"offers_text": "x" * 100_000}, "höchstens 4000 Zeichen"),
    ],
)
def test_bad_input_gets_a_sentence(
    coordinator: TenantClient, cast: Cast, changes: dict[str, object], sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        PartnerFactory(name="Partner doppelt")

    response = coordinator.post("/netzwerk/neu/", form_data(**changes))

    assert response.status_code == 422
    assert sentence in response.text
    with tenant_scope(cast.kreis):
        assert Partner.objects.count() == 3


def test_name_of_a_foreign_partner_is_free(coordinator: TenantClient, cast: Cast) -> None:
    data = form_data(name=cast.foreign_partner.name)

    assert coordinator.post("/netzwerk/neu/", data).status_code == 302


def test_second_editor_sees_both_versions_and_may_insist(
    coordinator: TenantClient, cast: Cast
) -> None:
    path = f"/netzwerk/{cast.partner.pk}/bearbeiten/"
    assert coordinator.post(path, form_data(task_areas=["a"], version=1)).status_code == 302

    second = form_data(task_areas=["b"], version=1)
    response = coordinator.post(path, second)

    assert response.status_code == 422
    differences = [
        (pair.label, pair.yours, pair.theirs) for pair in response.context["form"].differences
    ]
    assert differences == [
        (
            "Unterstützt bei",
            "b) Information, Unterstützung und Schulungen",
            "a) Ansprechpartner und Netzwerker für Ehrenamtliche",
        )
    ]
    assert coordinator.post(path, second | {"version": 2}).status_code == 302


def test_confirmation_keeps_the_day_and_leaves_open_forms_alone(
    coordinator: TenantClient, cast: Cast
) -> None:
    path = f"/netzwerk/{cast.partner.pk}/bestaetigung/"

    first = coordinator.post(path, follow=True)
    second = coordinator.post(path, follow=True)

    assert "sind bestätigt. Danke!" in first.text
    assert "Die Angaben sind heute schon bestätigt." in second.text
    with tenant_scope(cast.kreis):
        partner = Partner.objects.get(pk=cast.partner.pk)
        assert (partner.confirmed_on, partner.version) == (timezone.localdate(), 1)
        assert AuditEntry.objects.filter(action="partner.confirmed").count() == 1
    assert coordinator.get(path).status_code == 405


def test_end_hides_the_entry_and_closes_the_access(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Partner.objects.update(is_public=True, partner_since=dt.date(2020, 1, 1))
        membership = Membership.objects.get(contacts__partner=cast.partner)

    response = coordinator.post(f"/netzwerk/{cast.partner.pk}/ende/", {"on": "30.06.2026"})

    assert response.status_code == 302
    with tenant_scope(cast.kreis):
        partner = Partner.objects.get(pk=cast.partner.pk)
        assert (partner.partner_until, partner.is_public) == (dt.date(2026, 6, 30), False)
        assert partner.contacts.get().membership is None
        membership.refresh_from_db()
        assert membership.ends_on == timezone.localdate() - dt.timedelta(days=1)
    form = coordinator.get(f"/netzwerk/{cast.partner.pk}/bearbeiten/").context["form"]
    assert "is_public" not in form.fields


def test_end_says_what_cannot_be(coordinator: TenantClient, cast: Cast) -> None:
    path = f"/netzwerk/{cast.partner.pk}/ende/"

    def answer(day: str) -> tuple[int, list[str]]:
        response = coordinator.post(path, {"on": day})
        errors = response.context["form"].errors if response.context else {}
        return response.status_code, [sentence for field in errors.values() for sentence in field]

    assert answer("1.1.2001") == (422, ["Das Ende kann nicht vor dem Beginn liegen."])
    assert answer("1.1.2099") == (422, ["Der Tag darf nicht in der Zukunft liegen."])
    today = timezone.localdate().isoformat()
    assert answer(today) == (302, [])
    name = cast.partner.name
    assert answer(today) == (422, [f"Die Partnerschaft mit „{name}“ ist bereits beendet."])


def test_end_can_be_taken_back_once(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        cast.partner.end(timezone.localdate())
    path = f"/netzwerk/{cast.partner.pk}/ende/ruecknahme/"

    first = coordinator.post(path, follow=True)
    second = coordinator.post(path, follow=True)

    assert "gehört wieder zum Netzwerk." in first.text
    assert f"Die Partnerschaft mit „{cast.partner.name}“ besteht." in second.text
    with tenant_scope(cast.kreis):
        assert Partner.objects.get(pk=cast.partner.pk).partner_until is None


def test_beginning_of_an_ended_partnership_stays_before_its_end(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        old = PartnerFactory(partner_since="2016-01-01", partner_until="2018-01-01")

    response = coordinator.post(
        f"/netzwerk/{old.pk}/bearbeiten/", form_data(partner_since="2019-01-01", version=1)
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "partner_since": ["Der Beginn kann nicht nach dem Ende liegen."]
    }


def test_organisation_is_added_on_the_way_and_chosen(coordinator: TenantClient) -> None:
    response = coordinator.post(
        "/netzwerk/organisationen/neu/",
        {"name": "Caritasverband  München", "website": "https://caritas.example"},
    )

    organization = Organization.objects.get()
    assert (organization.name, organization.website) == (
        "Caritasverband München",
        "https://caritas.example",
    )
    assert response["Location"] == (
        f"/landkreis-miesbach/netzwerk/neu/?organisation={organization.pk}"
    )
    page = coordinator.client.get(response["Location"]).text
    assert f'<option value="{organization.pk}" selected>Caritasverband München</option>' in page


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("AWO bayern", "Diese Organisation steht schon in der Auswahl."),
        ("AWO maria@example.org", "Bitte nur den Namen der Organisation"),
        ("Frau Maier 0171 123456", "Bitte nur den Namen der Organisation"),
        ("12 34", "Bitte geben Sie den Namen der Organisation ein."),
    ],
)
def test_organisation_takes_a_new_name_and_nothing_else(
    coordinator: TenantClient, name: str, sentence: str
) -> None:
    Organization.objects.create(name="AWO Bayern")

    response = coordinator.post("/netzwerk/organisationen/neu/", {"name": name, "website": ""})

    assert response.status_code == 422
    assert sentence in response.text
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    "step",
    [
        "",
        "bearbeiten/",
        "ende/",
        "ansprechpersonen/neu/",
        "organisation/neu/",
    ],
)
def test_foreign_partner_is_a_page_that_never_was(
    coordinator: TenantClient, cast: Cast, step: str
) -> None:
    foreign, none = cast.foreign_partner.pk, "99999999999999999999"

    assert [coordinator.get(f"/netzwerk/{pk}/{step}").status_code for pk in (foreign, none)] == [
        404,
        404,
    ]


@pytest.mark.parametrize("step", ["bestaetigung/", "ende/", "ende/ruecknahme/", "bearbeiten/"])
def test_foreign_partner_is_not_changed(coordinator: TenantClient, cast: Cast, step: str) -> None:
    path = f"/netzwerk/{cast.foreign_partner.pk}/{step}"

    assert coordinator.post(path, form_data(on="2026-01-01", version=1)).status_code == 404


def test_viewer_looks_and_changes_nothing(viewer: TenantClient, cast: Cast) -> None:
    path = f"/netzwerk/{cast.partner.pk}/"
    detail = viewer.get(path)

    assert (viewer.get("/netzwerk/").status_code, detail.status_code) == (200, 200)
    assert "Bearbeiten" not in detail.text
    assert [
        viewer.post(f"{path}{step}").status_code
        for step in ("bearbeiten/", "bestaetigung/", "ende/")
    ] == [403, 403, 403]


def test_volunteer_has_no_part_in_the_network(volunteer: TenantClient, cast: Cast) -> None:
    paths = ["/netzwerk/", f"/netzwerk/{cast.partner.pk}/", "/netzwerk/neu/", "/netzwerk/treffen/"]

    assert [volunteer.get(path).status_code for path in paths] == [403] * 4


def test_lotsin_finds_a_partner_by_whoever_phoned_and_the_public_does_not(
    coordinator: TenantClient, anonymous: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        partner = PartnerFactory(name="Nachbarschaftshilfe", is_public=True)
        ContactPersonFactory(partner=partner, name="Zita Quirin")

    assert names_on(coordinator.get("/netzwerk/?q=quirin+nachbar")) == ["Nachbarschaftshilfe"]
    assert "Nachbarschaftshilfe" in coordinator.get("/suche/?q=quirin").text
    assert names_on(anonymous.get("/netzwerk/verzeichnis/?q=quirin")) == []

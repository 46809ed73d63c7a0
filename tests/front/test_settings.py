import datetime as dt

import pytest
from django.utils import timezone

from lotsen_portal.accounts.models import Invitation
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Municipality, PublicContact, Role
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory
from volunteers.models import CircleMunicipality, EngagementField

SETTINGS = "/einstellungen/"
CONTACT = f"{SETTINGS}oeffentliche-seite/"
PLACES = f"{SETTINGS}gemeinden/"
FIELDS = f"{SETTINGS}einsatzbereiche/"
MEMBERS = f"{SETTINGS}zugaenge/"
# A browser sends at least the token against forgery.
EMPTY = {"csrfmiddlewaretoken": "x"}


def municipalities(cast: Cast) -> list[tuple[str, list[str]]]:
    with tenant_scope(cast.kreis):
        return list(Municipality.objects.order_by("name").values_list("name", "postcodes"))


@pytest.mark.parametrize("path", [SETTINGS, PLACES, FIELDS, MEMBERS])
def test_lists_are_for_staff(
    coordinator: TenantClient, viewer: TenantClient, volunteer: TenantClient, path: str
) -> None:
    assert coordinator.get(path).status_code == 200
    assert viewer.get(path).status_code == 200
    assert volunteer.get(path).status_code == 403


@pytest.mark.parametrize(
    "path",
    [CONTACT, f"{PLACES}neu/", f"{PLACES}einfuegen/", f"{FIELDS}neu/", f"{MEMBERS}einladung/"],
)
def test_viewers_change_nothing(viewer: TenantClient, coordinator: TenantClient, path: str) -> None:
    assert (viewer.get(path).status_code, viewer.post(path).status_code) == (403, 403)
    assert (coordinator.get(path).status_code, coordinator.post(path, EMPTY).status_code) == (
        200,
        422,
    )


# The public page


def contact_data(**changes: object) -> dict[str, object]:
    data = {"name": "Anna Huber", "function": "Integrationslotsin", "phone": "08025 1"}
    return data | changes


def test_contact_is_changed_for_everybody(
    coordinator: TenantClient, anonymous: TenantClient, cast: Cast
) -> None:
    response = coordinator.post(CONTACT, contact_data(version=1))

    assert response["Location"] == "/landkreis-miesbach/einstellungen/"
    assert "Anna Huber" in anonymous.get("/").text
    with tenant_scope(cast.foreign_kreis):
        assert PublicContact.objects.get().name == ""


def test_second_editor_of_the_contact_is_told(coordinator: TenantClient) -> None:
    coordinator.post(CONTACT, contact_data(version=1))

    response = coordinator.post(CONTACT, contact_data(name="Vera Neu", version=1))

    assert response.status_code == 422
    assert "Anna Huber" in response.text
    assert "Vera Neu" in response.text


# Municipalities


def test_municipality_of_a_helper_circle_stays(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        place = Municipality.objects.create(name="Holzkirchen", postcodes=["83607"])
        CircleMunicipality.objects.create(circle=cast.circle, municipality=place)

    response = coordinator.post(f"{PLACES}{place.pk}/entfernung/", follow=True)

    assert "In Holzkirchen ist ein Helferkreis tätig." in response.text
    with tenant_scope(cast.kreis):
        assert Municipality.objects.filter(pk=place.pk).exists()


def test_municipality_is_added_edited_and_removed(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post(f"{PLACES}neu/", {"name": "Rottach-Egern", "postcodes": "83700; 83684"})
    assert municipalities(cast) == [("Rottach-Egern", ["83684", "83700"])]
    with tenant_scope(cast.kreis):
        pk = Municipality.objects.get().pk

    coordinator.post(f"{PLACES}{pk}/", {"name": "Rottach", "postcodes": "83700"})
    assert municipalities(cast) == [("Rottach", ["83700"])]

    assert coordinator.get(f"{PLACES}{pk}/entfernung/").status_code == 200
    assert municipalities(cast) == [("Rottach", ["83700"])]
    coordinator.post(f"{PLACES}{pk}/entfernung/")
    assert municipalities(cast) == []
    assert coordinator.post(f"{PLACES}{pk}/entfernung/").status_code == 404


@pytest.mark.parametrize(
    ("postcodes", "sentence"),
    [
        ("8370", "„8370“ ist keine Postleitzahl."),
        ("83700 abc", "„abc“ ist keine Postleitzahl."),
        ("٨٣٧٠٠", "ist keine Postleitzahl."),
        (",;", "Bitte geben Sie mindestens eine Postleitzahl ein."),
        ("x" * 100_000, "höchstens 600"),
    ],
)
def test_wrong_postcode_gets_a_sentence(
    coordinator: TenantClient, cast: Cast, postcodes: str, sentence: str
) -> None:
    response = coordinator.post(f"{PLACES}neu/", {"name": "X", "postcodes": postcodes})

    assert response.status_code == 422
    assert sentence in response.text
    assert municipalities(cast) == []


def test_municipality_stands_in_the_list_once(coordinator: TenantClient, cast: Cast) -> None:
    data = {"name": "Miesbach", "postcodes": "83714"}
    coordinator.post(f"{PLACES}neu/", data)

    response = coordinator.post(f"{PLACES}neu/", data)

    assert response.status_code == 422
    assert "Diese Gemeinde steht schon in der Liste." in response.text


def test_foreign_municipality_is_no_page(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.foreign_kreis):
        pk = Municipality.objects.create(name="Passau", postcodes=["94032"]).pk

    for path in (f"{PLACES}{pk}/", f"{PLACES}{pk}/entfernung/"):
        assert coordinator.get(path).status_code == 404
        assert coordinator.post(path, {"name": "X", "postcodes": "11111"}).status_code == 404


def test_list_is_pasted(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post(f"{PLACES}neu/", {"name": "Miesbach", "postcodes": "83714"})
    lines = "Miesbach; 83714, 83715\r\n\r\nTegernsee\t83684\nBad  Wiessee ;83707"

    response = coordinator.post(f"{PLACES}einfuegen/", {"lines": lines})

    assert response.status_code == 302
    assert municipalities(cast) == [
        ("Bad Wiessee", ["83707"]),
        ("Miesbach", ["83714", "83715"]),
        ("Tegernsee", ["83684"]),
    ]
    assert "2 Gemeinden sind neu, 1 sind geändert." in coordinator.get(PLACES).text


def test_wrong_lines_are_named_and_nothing_is_stored(coordinator: TenantClient, cast: Cast) -> None:
    lines = "Miesbach; 83714\nTegernsee\nGmund; 8370\nMIESBACH; 83714\n; 83700"

    response = coordinator.post(f"{PLACES}einfuegen/", {"lines": lines})

    assert response.status_code == 422
    for sentence in (
        "Zeile 2: Es fehlt der Name oder das Semikolon danach.",
        "Zeile 3: „8370“ ist keine Postleitzahl.",
        "Zeile 4: „MIESBACH“ steht zweimal in der Liste.",
        "Zeile 5: Es fehlt der Name oder das Semikolon danach.",
    ):
        assert sentence in response.text
    assert "Gmund; 8370" in response.text
    assert municipalities(cast) == []


# Fields of engagement


def test_field_is_added_at_the_end_and_renamed(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post(f"{FIELDS}neu/", {"name": "Nähcafé"})
    coordinator.post(f"{FIELDS}neu/", {"name": "Nahcafe"})
    again = coordinator.post(f"{FIELDS}neu/", {"name": "NÄHCAFÉ"})

    with tenant_scope(cast.kreis):
        *_, first, second = EngagementField.objects.order_by("position")
        assert [(field.key, field.name) for field in (first, second)] == [
            ("nahcafe", "Nähcafé"),
            ("nahcafe-2", "Nahcafe"),
        ]
    assert again.status_code == 422
    assert "Diesen Einsatzbereich gibt es schon." in again.text
    coordinator.post(f"{FIELDS}{second.pk}/", {"name": "Nähstube", "involves_minors": "on"})
    with tenant_scope(cast.kreis):
        renamed = EngagementField.objects.get(pk=second.pk)
        assert (renamed.key, renamed.name, renamed.involves_minors) == (
            "nahcafe-2",
            "Nähstube",
            True,
        )


# Members


def test_list_of_members_names_staff_alone(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.get(MEMBERS)

    assert [str(member) for member in response.context["members"]] == [
        "Anna Huber",
        "Karl Leitner",
    ]
    assert "@" not in response.text.split("<main")[1]


def test_colleague_is_invited_with_an_end(coordinator: TenantClient, cast: Cast) -> None:
    ends_on = timezone.localdate() + dt.timedelta(days=90)
    data = {
        "email": "Vera@Example.org",
        "name": "Vera Neu",
        "role": Role.COORDINATOR,
        "function": "Vertretung",
        "ends_on": ends_on.isoformat(),
    }

    assert coordinator.post(f"{MEMBERS}einladung/", data).status_code == 302

    with tenant_scope(cast.kreis):
        invitation = Invitation.objects.get()
        assert (invitation.email, invitation.ends_on) == ("vera@example.org", ends_on)
        assert OutgoingMail.objects.get().recipient == "vera@example.org"
        pk = invitation.pk
    assert "Vera Neu" in coordinator.get(MEMBERS).text
    coordinator.post(f"{MEMBERS}einladung/{pk}/ruecknahme/")
    assert "Vera Neu" not in coordinator.get(MEMBERS).text
    assert coordinator.post(f"{MEMBERS}einladung/{pk}/ruecknahme/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": Role.VOLUNTEER}, "Bitte wählen Sie einen Eintrag aus der Liste."),
        ({"email": "keine"}, "Das ist keine E-Mail-Adresse."),
        ({"ends_on": "2020-01-01"}, "Der Tag darf nicht in der Vergangenheit liegen."),
        ({"ends_on": "31.02.2027"}, "Bitte geben Sie ein Datum ein"),
    ],
)
def test_wrong_invitation_gets_a_sentence(
    coordinator: TenantClient, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    data = {"email": "v@example.org", "name": "V", "role": Role.VIEWER} | changes

    response = coordinator.post(f"{MEMBERS}einladung/", data)

    assert response.status_code == 422
    assert sentence in response.text


def test_member_is_not_invited_twice(coordinator: TenantClient, cast: Cast) -> None:
    data = {"email": cast.viewer.email, "name": "Karl", "role": Role.VIEWER}

    response = coordinator.post(f"{MEMBERS}einladung/", data)

    assert response.status_code == 422
    assert "Diese Person hat diese Rolle schon." in response.text


def test_access_of_a_colleague_ends_at_once(
    coordinator: TenantClient, viewer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        pk = Membership.objects.get(user=cast.viewer).pk
    path = f"{MEMBERS}{pk}/ende/"

    assert coordinator.get(path).status_code == 200
    assert viewer.get("/heute/").status_code == 200
    assert coordinator.post(path).status_code == 302

    assert viewer.get("/heute/").status_code == 404
    assert coordinator.post(path).status_code == 404


def test_nobody_ends_their_own_access(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        pk = Membership.objects.get(user=cast.coordinator).pk

    coordinator.post(f"{MEMBERS}{pk}/ende/")

    assert "Den eigenen Zugang beendet eine Kollegin" in coordinator.get(MEMBERS).text


def test_accounts_of_volunteers_and_foreign_staff_are_no_page(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        volunteer = Membership.objects.get(user=cast.people[Role.VOLUNTEER]).pk
    with tenant_scope(cast.foreign_kreis):
        foreign = MembershipFactory().pk

    for pk in (volunteer, foreign):
        assert coordinator.post(f"{MEMBERS}{pk}/ende/").status_code == 404


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ('=HYPERLINK("http://x.example"); 83714', "beginnt nicht mit einem Buchstaben"),
        ("|cmd; 83714", "beginnt nicht mit einem Buchstaben"),
        ("\u200b; 83714", "Es fehlt der Name"),
        ("Haus\u202eham; 83734", "unsichtbares Zeichen"),
        ("Haus\x00ham; 83734", "unsichtbares Zeichen"),
        ("Haus" * 30_000 + "; 83734", "höchstens 50000 Zeichen"),
        ("\n".join(f"Ort{n};83714" for n in range(501)), "Das sind 501 Gemeinden; 500 gehen"),
    ],
    ids=["formula", "bar", "invisible", "turned round", "NUL", "120 kB", "501"],
)
def test_hostile_list_comes_back_with_a_sentence(
    coordinator: TenantClient, cast: Cast, lines: str, sentence: str
) -> None:
    response = coordinator.post(f"{PLACES}einfuegen/", {"lines": lines})

    assert response.status_code == 422
    assert sentence in response.text
    with tenant_scope(cast.kreis):
        assert Municipality.objects.count() == 0


def test_invisible_characters_of_a_pasted_list_are_left_out(
    coordinator: TenantClient, cast: Cast
) -> None:
    lines = "\ufeffHausham; 83734\r\nBad\u00a0Wies\u200bsee; 83707"

    coordinator.post(f"{PLACES}einfuegen/", {"lines": lines})

    with tenant_scope(cast.kreis):
        names = sorted(Municipality.objects.values_list("name", flat=True))
    assert names == ["Bad Wiessee", "Hausham"]

"""„Ich möchte helfen“: form, mail, one button, a prospect; no answer tells who is known."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common.openforms import SALT
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Municipality
from tests.cast import Cast
from tests.conftest import TenantClient
from volunteers.actions import people
from volunteers.models import HelpOffer, Volunteer
from volunteers.schedule import offers as schedule

FORM = "/mithelfen/"
NEUTRAL = "Wir haben Ihnen eine Mail geschickt"
NEW = "Neu: Gerda Gast möchte helfen"


def opened(seconds_ago: float) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds_ago, salt=SALT)


def typed(**changes: object) -> dict[str, object]:
    data = {
        "first_name": "Gerda",
        "last_name": "Gast",
        "email": "Gerda@Example.org",
        "phone": "08025 1234",
        "message": "Ich spreche Rumänisch.",
        "website": "",
        "opened": opened(30),
    }
    return data | changes


def link() -> str:
    """Return where the latest mail leads to, below the Kreis."""
    text = OutgoingMail.objects.order_by("pk").last().text
    found = re.search(r"https?://[^/\s]+/[^/\s]+(/mithelfen/bestaetigung/\S+)", text)
    assert found
    return found[1]


def offered(anonymous: TenantClient, cast: Cast, **changes: object) -> str:
    anonymous.post(FORM, typed(**changes))
    with tenant_scope(cast.kreis):
        return link()


def test_offer_becomes_a_prospect_by_one_button_and_a_task_for_the_lotsin(
    anonymous: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        place = Municipality.objects.create(name="Hausham", postcodes=["83734"])
    answer = anonymous.post(FORM, typed(municipality=place.pk), follow=True)
    assert (answer.status_code, NEUTRAL in answer.text) == (200, True)
    with tenant_scope(cast.kreis):
        before = Volunteer.objects.count()
        mail = OutgoingMail.objects.get()
        assert mail.recipient == "gerda@example.org"
        assert [word for word in ("Gerda", "Gast", "Rumänisch", "1234") if word in mail.text] == []
        path = link()

    page = anonymous.get(path).text
    assert ("Ja, ich möchte helfen" in page, "Ich spreche Rumänisch." in page) == (True, True)
    with tenant_scope(cast.kreis):
        assert (Volunteer.objects.count(), HelpOffer.objects.get().confirmed_at) == (before, None)
    assert NEW not in coordinator.get("/heute/").text

    done = anonymous.post(path, follow=True).text
    again = anonymous.post(path, follow=True).text

    assert "Vielen Dank, Ihr Angebot ist angekommen" in done
    assert "Das haben Sie schon bestätigt." not in done
    assert "Das haben Sie schon bestätigt." in again
    today = timezone.localdate()
    with tenant_scope(cast.kreis):
        person = Volunteer.objects.get(email="gerda@example.org")
        assert Volunteer.objects.count() == before + 1
        facts = (str(person), person.phone, str(person.municipality), person.place, person.status)
        assert facts == ("Gerda Gast", "08025 1234", "Hausham", "Hausham", "prospect")
        history = list(person.status_changes.values_list("status", "on"))
        assert (person.joined_on, history) == (today, [("prospect", today)])
        actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
        kept = [action for action in actions if action.partition(".")[0] in ("offer", "volunteer")]
        assert kept == ["offer.made", "volunteer.added", "offer.confirmed"]
        offer = HelpOffer.objects.get()

    assert NEW in coordinator.get("/heute/").text
    about = coordinator.get(f"/ehrenamtliche/{person.pk}/").text
    assert ("Ich spreche Rumänisch." in about, "Erstgespräch vereinbart" in about) == (True, True)
    coordinator.post(f"/mithelfen/{offer.pk}/erledigung/")

    assert NEW not in coordinator.get("/heute/").text
    about = coordinator.get(f"/ehrenamtliche/{person.pk}/").text
    assert ("Ich spreche Rumänisch." in about, "Erstgespräch vereinbart" in about) == (True, False)


@pytest.mark.parametrize("status", ["interviewed", "left"])
def test_new_status_ends_the_task_as_well(
    anonymous: TenantClient, coordinator: TenantClient, cast: Cast, status: str
) -> None:
    anonymous.post(offered(anonymous, cast))
    assert NEW in coordinator.get("/heute/").text

    with tenant_scope(cast.kreis):
        person = Volunteer.objects.get(email="gerda@example.org")
        people.change_status(person, status, on=timezone.localdate(), by=None)

    assert NEW not in coordinator.get("/heute/").text


def test_known_person_is_answered_alike_and_not_overwritten(
    anonymous: TenantClient, coordinator: TenantClient, cast: Cast
) -> None:
    def shown(page: Any) -> str:
        return re.sub(r'(value|nonce)="[^"]+"', "", page.text)

    unknown = anonymous.post(FORM, typed(), follow=True)
    known = anonymous.post(FORM, typed(email=cast.volunteer.email, phone="666"), follow=True)
    assert (known.redirect_chain, shown(known)) == (unknown.redirect_chain, shown(unknown))
    with tenant_scope(cast.kreis):
        mails = OutgoingMail.objects.order_by("pk")
        texts = {re.sub(r"https?://\S+", "", mail.text) for mail in mails}
        assert (mails.count(), len(texts)) == (2, 1)
        path = link()
        before = Volunteer.objects.values().get(pk=cast.volunteer.pk)

    anonymous.post(path)

    with tenant_scope(cast.kreis):
        assert Volunteer.objects.values().get(pk=cast.volunteer.pk) == before
        offer = HelpOffer.objects.get(confirmed_at__isnull=False)
        assert (offer.volunteer, offer.phone) == (cast.volunteer, "666")
    today = coordinator.get("/heute/").text
    assert (NEW in today, "schon im Verzeichnis: aktiv" in today) == (True, True)


def test_one_address_waits_once_and_gets_one_mail_in_a_while(
    anonymous: TenantClient, cast: Cast
) -> None:
    first = offered(anonymous, cast)
    anonymous.post(FORM, typed(first_name="Gerlinde"))
    with tenant_scope(cast.kreis):
        names = list(HelpOffer.objects.values_list("first_name", flat=True))
        assert (names, OutgoingMail.objects.count()) == (["Gerlinde"], 1)
        HelpOffer.objects.update(offered_at=timezone.now() - dt.timedelta(minutes=6))

    second = offered(anonymous, cast, first_name="Gerti")

    with tenant_scope(cast.kreis):
        names = list(HelpOffer.objects.values_list("first_name", flat=True))
        assert (names, OutgoingMail.objects.count()) == (["Gerti"], 2)
    assert [anonymous.get(path).status_code for path in (first, second)] == [404, 200]


def test_what_nobody_confirms_is_deleted_after_seven_days_as_the_mail_says(
    anonymous: TenantClient, cast: Cast
) -> None:
    confirmed = offered(anonymous, cast)
    anonymous.post(confirmed)
    late = offered(anonymous, cast, email="late@example.org")
    with tenant_scope(cast.kreis):
        goes_at = timezone.localtime(HelpOffer.objects.get(confirmed_at=None).goes_at)
        assert f"{goes_at:%d.%m.%Y}" in OutgoingMail.objects.order_by("pk").last().text
        week = timezone.now() - dt.timedelta(days=7)
        HelpOffer.objects.update(offered_at=week)
    in_time = offered(anonymous, cast, email="spaet@example.org")
    with tenant_scope(cast.kreis):
        just = HelpOffer.objects.filter(email="spaet@example.org")
        just.update(offered_at=week + dt.timedelta(hours=1))

    ways = (confirmed, late, in_time)
    assert [anonymous.get(path).status_code for path in ways] == [200, 404, 200]
    assert anonymous.post(late).status_code == 404
    schedule.forget()

    with tenant_scope(cast.kreis):
        kept = set(HelpOffer.objects.values_list("email", flat=True))
        assert kept == {"gerda@example.org", "spaet@example.org"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"last_name": "Jetzt www.gewinn.example"}, "Bitte geben Sie hier nur den Namen ein."),
        ({"email": "nicht@"}, "Das ist keine E-Mail-Adresse."),
        ({"message": "x" * 1001}, "höchstens 1000"),
        ({"phone": "\x00"}, "Ein unsichtbares Zeichen"),
        ({"opened": "gefälscht"}, "Diese Seite war lange offen."),
        ({"opened": opened(-3600)}, "Das ging sehr schnell."),
    ],
)
def test_nonsense_gets_a_sentence_and_keeps_nothing(
    anonymous: TenantClient, cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    response = anonymous.post(FORM, typed(**changes))

    assert (response.status_code, sentence in response.text) == (422, True), response.text
    with tenant_scope(cast.kreis):
        assert (HelpOffer.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_filled_trap_gets_the_neutral_answer_and_leaves_nothing(
    anonymous: TenantClient, cast: Cast
) -> None:
    answer = anonymous.post(FORM, typed(website="spam"), follow=True)

    assert NEUTRAL in answer.text
    with tenant_scope(cast.kreis):
        assert (HelpOffer.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_too_many_of_one_address_or_one_connection_are_stopped(
    anonymous: TenantClient, cast: Cast
) -> None:
    of_one = [anonymous.post(FORM, typed()).status_code for _ in range(6)]
    of_many = [
        anonymous.post(FORM, typed(email=f"gerda{n}@example.org")).status_code for n in range(15)
    ]

    assert of_one == [302] * 5 + [422]
    assert of_many == [302] * 14 + [422]


def test_foreign_municipality_is_no_choice(anonymous: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Municipality.objects.create(name="Hausham", postcodes=["83734"])
    with tenant_scope(cast.foreign_kreis):
        foreign = Municipality.objects.create(name="Hals", postcodes=["94034"])

    answer = anonymous.post(FORM, typed(municipality=foreign.pk))

    assert (answer.status_code, "Hals" in answer.text) == (422, False)


def test_link_of_one_kreis_opens_nothing_in_another(
    anonymous: TenantClient, neighbour: TenantClient, cast: Cast
) -> None:
    path = offered(anonymous, cast)

    assert [neighbour.get(path).status_code, neighbour.post(path).status_code] == [404, 404]
    with tenant_scope(cast.kreis):
        assert HelpOffer.objects.get().confirmed_at is None


def test_postcode_leads_to_the_kreis_or_to_a_choice(client: Client, cast: Cast) -> None:
    for kreis, name, postcodes in [
        (cast.kreis, "Hausham", ["83734"]),
        (cast.kreis, "Rottach", ["83700", "94034"]),
        (cast.foreign_kreis, "Hals", ["94034"]),
    ]:
        with tenant_scope(kreis):
            Municipality.objects.create(name=name, postcodes=postcodes)

    one = client.get("/mithelfen/?q=83734")
    named = client.get("/mithelfen/?q=Hals")
    several = client.get("/mithelfen/?q=94034").text
    nowhere = client.get("/mithelfen/?q=99999").text

    assert one["Location"] == "/landkreis-miesbach/mithelfen/?ort=Hausham"
    assert named["Location"] == "/stadt-passau/mithelfen/?ort=Hals"
    ways = re.findall(r'href="([^"]+/mithelfen/\?[^"]+)"', several)
    assert ways == [
        "/landkreis-miesbach/mithelfen/?ort=Rottach",
        "/stadt-passau/mithelfen/?ort=Hals",
    ]
    assert "Zu „99999“ haben wir nichts gefunden" in nowhere
    assert "selected>Hausham" in client.get(one["Location"]).text


def test_telephone_that_nobody_can_call_is_said_at_once(anonymous: TenantClient) -> None:
    response = anonymous.post(FORM, typed(phone="ruft mich an"))

    assert response.status_code == 422
    assert "Das ist keine Telefonnummer." in response.text


def test_place_in_the_address_may_be_anything(anonymous: TenantClient) -> None:
    assert anonymous.get(f"{FORM}?ort=%00").status_code == 200

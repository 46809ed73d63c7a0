"""What a partner may: keep the own entry and its contacts, and see nobody else's."""

import datetime as dt

import pytest
from django.utils import timezone

from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role
from networking.models import ContactPerson, Partner
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.networking import ContactPersonFactory
from tests.factories.people import MembershipFactory

NOTE = "Nur unter uns"


def own_data(**changes: object) -> dict[str, object]:
    data = {
        "address": "Marktplatz 2",
        "place": "Holzkirchen",
        "phone": "08024 99",
        "email": "buero@verein.example",
        "website": "",
        "offers_text": "Begegnungscafé",
        "task_areas": ["a"],
        "version": 1,
    }
    return data | changes


def contact_data(**changes: object) -> dict[str, object]:
    data = {"name": "Eva Neu", "function": "Büro", "phone": "0171 1", "email": "Eva@Verein.example"}
    return data | changes


def contact_of(partner: Partner) -> ContactPerson:
    contact: ContactPerson = partner.contacts.get()
    return contact


def membership_of(partner: Partner) -> Membership:
    membership = contact_of(partner).membership
    assert membership is not None
    return membership


def test_partner_sees_the_own_entry_alone(partner: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        Partner.objects.update(note=NOTE)

    listed = partner.get("/netzwerk/")
    own = partner.get(f"/netzwerk/{cast.partner.pk}/")
    others = partner.get(f"/netzwerk/{cast.other_partner.pk}/")

    assert list(listed.context["page"]) == [cast.partner]
    assert COLLEAGUE_NAME not in listed.text
    assert (own.status_code, others.status_code) == (200, 404)
    assert NOTE not in own.text
    assert partner.get(f"/netzwerk/{cast.foreign_partner.pk}/").status_code == 404


def test_partner_cannot_filter_their_way_to_others(partner: TenantClient, cast: Cast) -> None:
    found = partner.get(f"/netzwerk/?q={cast.other_partner.name.split()[-1]}&is_public=no")

    assert cast.other_partner not in list(found.context["page"])


def test_partner_changes_the_own_entry_and_confirms_it(partner: TenantClient, cast: Cast) -> None:
    path = f"/netzwerk/{cast.partner.pk}/bearbeiten/"
    smuggled = {"note": "überschrieben", "is_public": "on", "name": "Neu", "kind": "authority"}
    before = (cast.partner.name, cast.partner.kind, cast.partner.note, cast.partner.is_public)

    response = partner.post(path, own_data(**smuggled))

    assert response.status_code == 302
    assert NOTE not in partner.get(path).text
    with tenant_scope(cast.kreis):
        stored = Partner.objects.get(pk=cast.partner.pk)
        assert (stored.place, stored.task_areas) == ("Holzkirchen", ["a"])
        assert stored.confirmed_on == timezone.localdate()
        assert (stored.name, stored.kind, stored.note, stored.is_public) == before


def test_second_editor_of_the_own_entry_is_told(partner: TenantClient, cast: Cast) -> None:
    path = f"/netzwerk/{cast.partner.pk}/bearbeiten/"
    partner.post(path, own_data(place="Miesbach"))

    response = partner.post(path, own_data(place="Tegernsee"))

    assert response.status_code == 422
    assert [pair.theirs for pair in response.context["form"].differences] == ["Miesbach"]


def test_entry_of_a_colleague_answers_like_none(partner: TenantClient, cast: Cast) -> None:
    pk, contact = cast.other_partner.pk, None
    with tenant_scope(cast.kreis):
        contact = contact_of(cast.other_partner).pk
    paths = [
        f"/netzwerk/{pk}/bearbeiten/",
        f"/netzwerk/{pk}/bestaetigung/",
        f"/netzwerk/{pk}/ansprechpersonen/neu/",
        f"/netzwerk/ansprechpersonen/{contact}/bearbeiten/",
        f"/netzwerk/ansprechpersonen/{contact}/loeschung/",
    ]

    assert [partner.post(path, own_data()).status_code for path in paths] == [404] * 5


def test_steps_of_the_lotsin_are_not_the_partners(partner: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        contact = contact_of(cast.partner).pk
    paths = [
        "/netzwerk/neu/",
        "/netzwerk/organisationen/neu/",
        "/netzwerk/treffen/neu/",
        f"/netzwerk/{cast.partner.pk}/ende/",
        f"/netzwerk/{cast.partner.pk}/ende/ruecknahme/",
        f"/netzwerk/ansprechpersonen/{contact}/zugang/",
        f"/netzwerk/ansprechpersonen/{contact}/zugang/ruecknahme/",
    ]

    assert [partner.post(path).status_code for path in paths] == [403] * 7


def test_leitung_who_is_a_partner_too_changes_the_own_entry_alone(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        own = membership_of(cast.partner)
        MembershipFactory(user=own.user, role=Role.VIEWER)
    client = TenantClient(cast.kreis, own.user)

    assert client.get(f"/netzwerk/{cast.other_partner.pk}/").status_code == 200
    answers = [
        client.post(f"/netzwerk/{partner.pk}/bearbeiten/", own_data()).status_code
        for partner in (cast.partner, cast.other_partner)
    ]
    assert answers == [302, 404]


@pytest.mark.parametrize("who", ["partner", "coordinator"])
def test_contact_person_is_added_once(request: pytest.FixtureRequest, cast: Cast, who: str) -> None:
    client = request.getfixturevalue(who)
    path = f"/netzwerk/{cast.partner.pk}/ansprechpersonen/neu/"

    first = client.post(path, contact_data())
    second = client.post(path, contact_data(name="eva neu"))

    assert (first.status_code, second.status_code) == (302, 422)
    assert second.context["form"].errors == {
        "name": ["Diese Person steht schon bei diesem Partner."]
    }
    with tenant_scope(cast.kreis):
        assert list(
            cast.partner.contacts.filter(membership=None).values_list(
                "name", "function", "phone", "email", "is_public"
            )
        ) == [("Eva Neu", "Büro", "0171 1", "eva@verein.example", False)]


def test_contact_person_is_edited_and_removed(partner: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        colleague = ContactPersonFactory(partner=cast.partner)
    base = f"/netzwerk/ansprechpersonen/{colleague.pk}"

    edited = partner.post(f"{base}/bearbeiten/", contact_data(is_public="on", version=1))
    asked = partner.get(f"{base}/loeschung/")

    assert (edited.status_code, asked.status_code) == (302, 200)
    with tenant_scope(cast.kreis):
        stored = ContactPerson.objects.get(pk=colleague.pk)
        assert (stored.name, stored.is_public) == ("Eva Neu", True)
    assert [partner.post(f"{base}/loeschung/").status_code for _ in range(2)] == [302, 404]
    with tenant_scope(cast.kreis):
        assert not ContactPerson.objects.filter(pk=colleague.pk).exists()


def test_who_can_sign_in_is_not_removed(partner: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        own = contact_of(cast.partner)

    response = partner.post(f"/netzwerk/ansprechpersonen/{own.pk}/loeschung/", follow=True)

    assert "hat einen Zugang zum Portal. Nehmen Sie ihn zuerst zurück." in response.text
    with tenant_scope(cast.kreis):
        assert ContactPerson.objects.filter(pk=own.pk).exists()


def test_access_is_given_once_and_told_by_mail(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        contact = ContactPersonFactory(partner=cast.partner, email="eva@verein.example")
    path = f"/netzwerk/ansprechpersonen/{contact.pk}/zugang/"

    first = coordinator.post(path, follow=True)
    second = coordinator.post(path, follow=True)

    assert "hat jetzt einen Zugang und eine Mail dazu." in first.text
    assert f"{contact.name} hat bereits einen Zugang." in second.text
    with tenant_scope(cast.kreis):
        membership = ContactPerson.objects.get(pk=contact.pk).membership
        assert (membership.user.email, membership.role) == ("eva@verein.example", Role.PARTNER)
        mail = OutgoingMail.objects.get()
        assert mail.recipient == "eva@verein.example"
        assert cast.partner.name in mail.text
    signed_in = TenantClient(cast.kreis, membership.user)
    assert list(signed_in.get("/netzwerk/").context["page"]) == [cast.partner]


def test_access_needs_an_address_of_its_own(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        nowhere = ContactPersonFactory(partner=cast.partner)
        taken = ContactPersonFactory(
            partner=cast.partner, email=membership_of(cast.other_partner).user.email
        )

    def answer(contact: ContactPerson) -> str:
        path = f"/netzwerk/ansprechpersonen/{contact.pk}/zugang/"
        response = coordinator.post(path, follow=True)
        return ", ".join(str(message) for message in response.context["messages"])

    assert answer(nowhere) == "Für einen Zugang braucht es eine E-Mail-Adresse."
    assert answer(taken) == "Diese Adresse gehört bereits zum Zugang einer anderen Person."
    with tenant_scope(cast.kreis):
        assert not ContactPerson.objects.filter(
            pk__in=[nowhere.pk, taken.pk], membership__isnull=False
        ).exists()
        assert not OutgoingMail.objects.exists()


def test_access_taken_ends_at_once_and_can_be_given_again(
    coordinator: TenantClient, partner: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        contact = contact_of(cast.partner)
        email = membership_of(cast.partner).user.email
        ContactPerson.objects.filter(pk=contact.pk).update(email=email)
    base = f"/netzwerk/ansprechpersonen/{contact.pk}/zugang/"

    assert coordinator.get(f"{base}ruecknahme/").status_code == 200
    assert coordinator.post(f"{base}ruecknahme/").status_code == 302
    again = coordinator.post(f"{base}ruecknahme/", follow=True)

    assert f"{contact.name} hat keinen Zugang." in again.text
    assert partner.get("/netzwerk/").status_code == 404
    with tenant_scope(cast.kreis):
        ended = Membership.objects.get(user=partner.user, role=Role.PARTNER)
        assert ended.ends_on == timezone.localdate() - dt.timedelta(days=1)

    coordinator.post(base)

    assert partner.get("/netzwerk/").status_code == 200
    with tenant_scope(cast.kreis):
        assert Membership.objects.get(pk=ended.pk).ends_on is None


def test_foreign_contact_is_a_page_that_never_was(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.foreign_kreis):
        foreign = contact_of(cast.foreign_partner).pk
    base = f"/netzwerk/ansprechpersonen/{foreign}/"
    steps = ["bearbeiten/", "loeschung/", "zugang/", "zugang/ruecknahme/"]

    assert [coordinator.post(f"{base}{step}").status_code for step in steps] == [404] * 4

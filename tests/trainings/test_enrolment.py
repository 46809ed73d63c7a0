"""Registrations of volunteers and on behalf: seats, the waiting list, cancelling."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests.cast import COLLEAGUE_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.trainings import (
    RegistrationFactory,
    SessionFactory,
    TrainingFactory,
    published_training,
)
from tests.factories.volunteers import VolunteerFactory
from trainings.actions import enrolment
from trainings.models import Attendance, NoSeat, NotOpen, Registration, Training


def counts(training: Training) -> tuple[int, int]:
    stored = Training.objects.get(pk=training.pk)
    return stored.seats_taken, stored.waiting_count


def subjects() -> list[tuple[str, str]]:
    return list(OutgoingMail.objects.order_by("pk").values_list("recipient", "subject"))


def seated(training: Training, number: int) -> list[Registration]:
    rows = [RegistrationFactory(training=training) for _ in range(number)]
    for row in rows:
        row.take_seat(timezone.now())
    return rows


# Volunteers


def test_volunteer_signs_up_by_one_button_and_twice_is_once(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(title="Dolmetschen")
    assert "Anmelden: Dolmetschen" in volunteer.get("/schulungen/").text

    first = volunteer.post(f"/schulungen/{training.pk}/meine-anmeldung/", follow=True)
    second = volunteer.post(f"/schulungen/{training.pk}/meine-anmeldung/", follow=True)

    assert "Sie sind angemeldet. Die Bestätigung kommt per E-Mail." in first.text
    assert "Sie sind für diese Schulung schon eingetragen." in second.text
    with tenant_scope(cast.kreis):
        row = Registration.objects.get()
        assert (row.name, row.email, row.volunteer, row.status) == (
            "Ada Maier",
            cast.volunteer.email,
            cast.volunteer,
            "confirmed",
        )
        assert counts(training) == (1, 0)
        assert subjects() == [(cast.volunteer.email, "Sie sind angemeldet: Dolmetschen")]
        assert AuditEntry.objects.filter(action="registration.added").count() == 1


def test_fourth_of_three_waits_and_no_mail_says_confirmed(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(title="Dolmetschen")
        seated(training, 3)

    response = volunteer.post(f"/schulungen/{training.pk}/meine-anmeldung/", follow=True)

    assert "Sie stehen auf der Warteliste, Platz 1" in response.text
    with tenant_scope(cast.kreis):
        assert counts(training) == (3, 1)
        mail = OutgoingMail.objects.get()
        assert mail.subject == "Sie stehen auf der Warteliste: Dolmetschen"
        assert ("angemeldet" in mail.text, "Sie haben einen Platz" in mail.text) == (False, False)


def test_volunteer_without_address_in_her_row_is_told(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        cast.volunteer.email = ""
        cast.volunteer.save()

    response = volunteer.post(f"/schulungen/{training.pk}/meine-anmeldung/", follow=True)

    assert "Bei Ada Maier fehlt die E-Mail-Adresse." in response.text
    with tenant_scope(cast.kreis):
        assert Registration.objects.count() == 0


def test_own_registrations_show_state_and_place_in_the_queue(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        full = published_training(title="Volle Schulung", capacity=1)
        seated(full, 3)
        free = published_training(title="Freie Schulung")
        colleagues = published_training(title="Sache der Kollegin")
        now = timezone.now()
        enrolment.sign_up(full, cast.volunteer, now=now, by=cast.coordinator)
        enrolment.sign_up(free, cast.volunteer, now=now, by=cast.coordinator)
        enrolment.sign_up(colleagues, cast.colleague, now=now, by=cast.coordinator)

    text = volunteer.get("/schulungen/meine-anmeldungen/").text

    assert "Warteliste, Platz 3" in text
    assert ("Freie Schulung" in text, "Sache der Kollegin" in text) == (True, False)


def test_volunteer_cancels_her_own_and_no_colleagues(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(title="Dolmetschen")
        now = timezone.now()
        own = enrolment.sign_up(training, cast.volunteer, now=now, by=None)
        other = enrolment.sign_up(training, cast.colleague, now=now, by=None)
    path = f"/schulungen/anmeldungen/{own.pk}/absage/"

    assert volunteer.get(f"/schulungen/anmeldungen/{other.pk}/absage/").status_code == 404
    assert volunteer.post(f"/schulungen/anmeldungen/{other.pk}/absage/").status_code == 404
    assert "Möchten Sie nicht mehr" in volunteer.get(path).text
    first, second = volunteer.post(path, follow=True), volunteer.post(path, follow=True)

    assert "Die Anmeldung ist abgesagt." in first.text
    assert "Diese Anmeldung ist bereits abgesagt." in second.text
    assert "Diese Anmeldung ist bereits abgesagt" in volunteer.get(path).text
    with tenant_scope(cast.kreis):
        assert counts(training) == (1, 0)
        assert subjects()[2:] == [(cast.volunteer.email, "Ihre Absage: Dolmetschen")]


def test_registration_after_cancelling_uses_the_same_row(
    volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        first = enrolment.sign_up(training, cast.volunteer, now=timezone.now(), by=None)
        enrolment.withdraw(first, now=timezone.now())

    volunteer.post(f"/schulungen/{training.pk}/meine-anmeldung/")

    with tenant_scope(cast.kreis):
        row = Registration.objects.get()
        assert (row.pk, row.status, row.cancelled_at) == (first.pk, "confirmed", None)
        assert counts(training) == (1, 0)


def test_changed_address_is_still_the_same_person(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        enrolment.sign_up(training, cast.volunteer, now=timezone.now(), by=None)
        cast.volunteer.email = "neu@example.org"
        cast.volunteer.save()

        with pytest.raises(enrolment.AlreadyRegistered):
            enrolment.sign_up(training, cast.volunteer, now=timezone.now(), by=None)

        assert counts(training) == (1, 0)


@pytest.mark.parametrize("item_count", [1, 3])
def test_offer_list_query_count(
    volunteer: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for _ in range(item_count):
            training = published_training(session_count=2)
            enrolment.sign_up(training, cast.volunteer, now=timezone.now(), by=None)

    with django_assert_num_queries(11):
        response = volunteer.get("/schulungen/")
    assert response.text.count("Sie sind angemeldet") == item_count


@pytest.mark.parametrize("item_count", [1, 3])
def test_own_registrations_query_count(
    volunteer: TenantClient,
    cast: Cast,
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        for _ in range(item_count):
            training = published_training(session_count=2)
            enrolment.sign_up(training, cast.volunteer, now=timezone.now(), by=None)

    with django_assert_num_queries(10):
        response = volunteer.get("/schulungen/meine-anmeldungen/")
    assert response.text.count(">Absagen<") == item_count


# The Lotsin


def entry(**changes: object) -> dict[str, object]:
    empty = {"volunteer": "", "name": "", "email": "", "phone": "", "home_tenant": "", "needs": ""}
    return empty | changes


def test_lotsin_registers_a_volunteer_and_a_guest(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(capacity=1)
    path = f"/schulungen/{training.pk}/teilnehmende/neu/"

    first = coordinator.post(path, entry(volunteer=cast.volunteer.pk), follow=True)
    guest = entry(name="Gast Gruber", email="Gast@Example.org", home_tenant=cast.foreign_kreis.pk)
    second = coordinator.post(path, guest, follow=True)
    third = coordinator.post(path, guest)

    assert "Ada Maier ist angemeldet." in first.text
    assert "Gast Gruber steht auf der Warteliste, denn es ist kein Platz frei." in second.text
    assert (third.status_code, "Gast Gruber steht bereits auf der Warteliste." in third.text) == (
        422,
        True,
    )
    assert "Gast aus: Stadt Passau" in second.text
    with tenant_scope(cast.kreis):
        rows = Registration.objects.order_by("pk").values_list(
            "email", "status", "registered_by", "home_tenant", "volunteer"
        )
        by = cast.coordinator.pk
        assert list(rows) == [
            (cast.volunteer.email, "confirmed", by, None, cast.volunteer.pk),
            ("gast@example.org", "waiting", by, cast.foreign_kreis.pk, None),
        ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Bitte füllen Sie dieses Feld aus oder wählen Sie oben aus."),
        ({"name": "Anna", "email": "keine"}, "Das ist keine E-Mail-Adresse."),
        ({"name": "http://x.example", "email": "a@example.org"}, "nur den Namen ein"),
        ({"name": "x" * 100_000, "email": "a@example.org"}, "höchstens 200"),
        ({"name": "\x00", "email": "a@example.org"}, "unsichtbares Zeichen"),
        ({"volunteer": "abc"}, "Bitte wählen Sie einen Eintrag aus der Liste."),
    ],
)
def test_nonsense_on_behalf_gets_a_sentence(
    coordinator: TenantClient, cast: Cast, changes: dict[str, str], sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()

    response = coordinator.post(f"/schulungen/{training.pk}/teilnehmende/neu/", entry(**changes))

    assert (response.status_code, sentence in response.text) == (422, True), response.text


def test_foreign_volunteer_is_no_choice(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()

    response = coordinator.post(
        f"/schulungen/{training.pk}/teilnehmende/neu/", entry(volunteer=cast.foreign_volunteer.pk)
    )

    assert (response.status_code, str(cast.foreign_volunteer) in response.text) == (422, False)


def test_freed_seat_goes_to_nobody_until_the_lotsin_gives_it(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(title="Dolmetschen", capacity=2)
        first, _second, third, fourth = seated(training, 4)
        enrolment.withdraw(first, now=timezone.now())
        late = RegistrationFactory(training=training)
        late.take_seat(timezone.now())
        assert (late.status, counts(training)) == ("waiting", (1, 3))
    page = coordinator.get(f"/schulungen/{training.pk}/").text
    names = [page.index(row.name) for row in (third, fourth, late)]
    assert names == sorted(names)

    given = coordinator.post(f"/schulungen/anmeldungen/{third.pk}/platz/", follow=True)
    again = coordinator.post(f"/schulungen/anmeldungen/{third.pk}/platz/", follow=True)
    full = coordinator.post(f"/schulungen/anmeldungen/{fourth.pk}/platz/", follow=True)

    assert f"{third.name} hat jetzt einen Platz." in given.text
    assert "Diese Person steht nicht mehr auf der Warteliste." in again.text
    assert "Es ist kein Platz frei." in full.text
    with tenant_scope(cast.kreis):
        assert counts(training) == (2, 2)
        assert subjects()[1:] == [(third.email, "Sie sind angemeldet: Dolmetschen")]


def test_lotsin_strikes_somebody_but_nobody_who_was_there(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        gone, stays = seated(training, 2)
        Attendance.objects.create(
            registration=stays,
            session=training.sessions.get(),
            present=True,
            recorded_at=timezone.now(),
        )

    assert coordinator.get(f"/schulungen/anmeldungen/{gone.pk}/absage/").status_code == 200
    coordinator.post(f"/schulungen/anmeldungen/{gone.pk}/absage/")
    refused = coordinator.post(f"/schulungen/anmeldungen/{stays.pk}/absage/", follow=True)

    assert f"{stays.name} ist als anwesend erfasst" in refused.text
    with tenant_scope(cast.kreis):
        assert counts(training) == (1, 0)


def test_who_came_unannounced_is_entered_late_without_a_mail(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = _begun()

    response = coordinator.post(
        f"/schulungen/{training.pk}/teilnehmende/neu/",
        entry(volunteer=cast.volunteer.pk),
        follow=True,
    )

    assert "Ada Maier ist angemeldet." in response.text
    with tenant_scope(cast.kreis):
        assert (counts(training), subjects()) == ((1, 0), [])
        with pytest.raises(NotOpen):
            enrolment.sign_up(training, cast.colleague, now=timezone.now(), by=None)


def _begun(**fields: Any) -> Training:
    training = TrainingFactory(**fields)
    SessionFactory(training=training, starts_at=timezone.now() - dt.timedelta(hours=1))
    training.follow_sessions()
    training.publish(timezone.now() - dt.timedelta(days=1))
    return training


def test_participants_are_for_staff_alone(
    coordinator: TenantClient,
    viewer: TenantClient,
    volunteer: TenantClient,
    partner: TenantClient,
    cast: Cast,
) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        row = enrolment.sign_up(training, cast.colleague, now=timezone.now(), by=None)
    path = f"/schulungen/{training.pk}/"

    shown = [COLLEAGUE_NAME in c.get(path).text for c in (coordinator, viewer, volunteer, partner)]

    assert shown == [True, True, False, False]
    cancel, seat = f"/schulungen/anmeldungen/{row.pk}/absage/", f"/schulungen/anmeldungen/{row.pk}/"
    assert [c.post(cancel).status_code for c in (viewer, partner)] == [403, 403]
    assert [c.post(f"{seat}platz/").status_code for c in (viewer, volunteer)] == [403, 403]
    assert partner.get("/schulungen/meine-anmeldungen/").status_code == 403


def test_foreign_registration_is_not_found(neighbour: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        row = seated(published_training(), 1)[0]

    answers = [
        neighbour.get(f"/schulungen/anmeldungen/{row.pk}/absage/"),
        neighbour.post(f"/schulungen/anmeldungen/{row.pk}/absage/"),
        neighbour.post(f"/schulungen/anmeldungen/{row.pk}/platz/"),
        neighbour.get(f"/schulungen/bestaetigung/{row.token}/"),
        neighbour.post(f"/schulungen/abmeldung/{row.token}/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


# The model's promises


def test_seat_is_taken_once_and_given_back_once(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training, now = published_training(), timezone.now()
        row = RegistrationFactory(training=training)
        for _ in range(2):
            row.take_seat(now)
            Registration.objects.get(pk=row.pk).take_seat(now)
        assert counts(training) == (1, 0)
        for _ in range(2):
            row.cancel(now)
            Registration.objects.get(pk=row.pk).cancel(now)
        assert counts(training) == (0, 0)


def test_unconfirmed_one_holds_nothing_and_gives_nothing_back(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        seated(training, 1)
        row = RegistrationFactory(training=training)

        row.cancel(timezone.now())

        assert (row.status, counts(training)) == ("cancelled", (1, 0))


def test_nobody_moves_up_without_a_seat(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training(capacity=1)
        waiting = seated(training, 2)[1]

        with pytest.raises(NoSeat):
            waiting.move_up()

        assert counts(training) == (1, 1)


# Panels


def test_panels_show_seats_to_staff_and_places_to_volunteers(
    coordinator: TenantClient, volunteer: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        full = published_training(title="Volle Schulung", capacity=2)
        seated(full, 2)
        published_training(title="Freie Schulung")
        enrolment.sign_up(full, cast.volunteer, now=timezone.now(), by=None)

    staff, own = coordinator.get("/heute/").text, volunteer.get("/heute/").text
    person = coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text
    colleague = coordinator.get(f"/ehrenamtliche/{cast.colleague.pk}/").text

    assert "Schulungen der nächsten 14 Tage" in staff
    assert "2 von 2 · 1 wartet" in staff
    assert ("Ihre Anmeldungen" in own, "Warteliste, Platz 1" in own) == (True, True)
    assert ("Nächste Schulungen" in own, "Freie Schulung" in own) == (True, True)
    assert ("Volle Schulung" in person, "Volle Schulung" in colleague) == (True, False)
    assert "Volle Schulung" in volunteer.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text


def test_entry_of_somebody_with_no_volunteer_row(volunteer: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = published_training()
        cast.volunteer.membership = None
        cast.volunteer.save()
        VolunteerFactory()

    response = volunteer.post(f"/schulungen/{training.pk}/meine-anmeldung/", follow=True)

    assert "Zu Ihrem Zugang gehört noch kein Eintrag im Verzeichnis." in response.text
    assert cast.people[Role.VOLUNTEER].email not in response.text

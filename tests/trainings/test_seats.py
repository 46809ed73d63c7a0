"""The rules of seats, to the minute and to the last seat."""

import datetime as dt
from typing import Any

import pytest

from lotsen_portal.mail.models import OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.factories.trainings import RegistrationFactory, SessionFactory, TrainingFactory
from trainings.actions import enrolment
from trainings.actions.enrolment import AlreadyCancelled, AlreadyRegistered, Participant
from trainings.models import NotOpen, Registration, Session, Training
from trainings.models.training import NotCancellable, NotPublishable

BEGIN = dt.datetime(2026, 12, 1, 18, tzinfo=dt.UTC)
END = BEGIN + dt.timedelta(hours=3)
EARLIER = BEGIN - dt.timedelta(days=9)
MOMENT = dt.timedelta(microseconds=1)


def unsaved(**fields: Any) -> Training:
    """Return a published Schulung that needs no database."""
    usual = {"starts_at": BEGIN, "last_ends_at": END, "published_at": EARLIER, "capacity": 3}
    return Training(tenant_id=1, **usual | fields)


# A Schulung by itself


def test_open_until_the_moment_it_begins() -> None:
    training = unsaved()

    assert [training.is_open(BEGIN - MOMENT), training.has_begun(BEGIN - MOMENT)] == [True, False]
    assert [training.is_open(BEGIN), training.has_begun(BEGIN)] == [False, True]
    assert [training.is_open(END), training.has_begun(END)] == [False, True]


@pytest.mark.parametrize(
    ("fields", "state", "is_open", "takes_entries"),
    [
        ({}, "published", True, True),
        ({"published_at": None}, "draft", False, False),
        ({"cancelled_at": EARLIER}, "cancelled", False, False),
        ({"published_at": None, "cancelled_at": EARLIER}, "cancelled", False, False),
        ({"starts_at": None}, "published", False, True),
    ],
)
def test_state_says_who_may_come(
    fields: dict[str, Any], state: str, is_open: bool, takes_entries: bool
) -> None:
    training = unsaved(**fields)

    found = training.state, training.is_open(EARLIER), training.takes_entries
    assert found == (state, is_open, takes_entries)
    assert training.has_begun(EARLIER) is False


@pytest.mark.parametrize(("taken", "free"), [(0, 3), (1, 2), (3, 0), (4, 0)])
def test_free_seats_are_never_less_than_none(taken: int, free: int) -> None:
    assert unsaved(seats_taken=taken).seats_free == free


@pytest.mark.parametrize(
    ("fields", "now", "sentence"),
    [
        ({"cancelled_at": EARLIER}, EARLIER, "ist abgesagt"),
        ({"published_at": EARLIER}, EARLIER, "bereits veröffentlicht"),
        ({"starts_at": None}, EARLIER, "mindestens einen Termin"),
        ({}, BEGIN, "in der Vergangenheit"),
        ({}, END, "in der Vergangenheit"),
    ],
)
def test_what_is_not_published(fields: dict[str, Any], now: dt.datetime, sentence: str) -> None:
    with pytest.raises(NotPublishable, match=sentence):
        unsaved(**{"published_at": None} | fields).publish(now)


@pytest.mark.parametrize(
    ("fields", "now", "sentence"),
    [
        ({"cancelled_at": EARLIER}, EARLIER, "bereits abgesagt"),
        ({"published_at": None}, EARLIER, "Entwurf"),
        ({}, END + MOMENT, "schon stattgefunden"),
    ],
)
def test_what_is_not_called_off(fields: dict[str, Any], now: dt.datetime, sentence: str) -> None:
    with pytest.raises(NotCancellable, match=sentence):
        unsaved(**fields).call_off(now)


def test_called_off_until_its_very_end(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()

        training.call_off(END)

        assert Training.objects.get().cancelled_at == END


def test_attendance_is_recorded_from_the_first_minute_of_the_day_on() -> None:
    """Midnight in Germany, not in UTC."""
    session = Session(tenant_id=1, starts_at=BEGIN)

    assert session.is_recordable(dt.datetime(2026, 11, 30, 22, 59, tzinfo=dt.UTC)) is False
    assert session.is_recordable(dt.datetime(2026, 11, 30, 23, tzinfo=dt.UTC)) is True
    assert session.is_recordable(BEGIN + dt.timedelta(days=1)) is True


# Who takes part


def planned(**fields: Any) -> Training:
    """Return a published Schulung of that evening."""
    training = TrainingFactory(**fields)
    SessionFactory(training=training, starts_at=BEGIN, ends_at=END)
    training.follow_sessions()
    training.publish(EARLIER)
    return training


def counts(training: Training) -> tuple[int, int]:
    stored = Training.objects.get(pk=training.pk)
    return stored.seats_taken, stored.waiting_count


def subjects() -> list[str]:
    return [m.subject.split(":")[0] for m in OutgoingMail.objects.order_by("pk")]


GERDA = Participant(name="Gerda Gast", email=" Gerda@Example.org ", phone="0123", needs="Rampe")


def test_address_typed_again_gets_a_second_mail_after_five_minutes(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        five = dt.timedelta(minutes=5)

        sent = []
        for now in (EARLIER, EARLIER + five - MOMENT, EARLIER + five, EARLIER + five + MOMENT):
            enrolment.ask(training, GERDA, now=now)
            sent.append(len(subjects()))

        assert sent == [1, 1, 2, 2]


def test_who_has_cancelled_and_asks_again_gets_the_mail_at_once(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        enrolment.ask(training, GERDA, now=EARLIER)
        row = Registration.objects.get()
        enrolment.withdraw(row, now=EARLIER)

        enrolment.ask(training, GERDA, now=EARLIER + MOMENT)

        assert subjects() == ["Bitte bestätigen Sie Ihre Anmeldung"] * 2
        row.refresh_from_db()
        assert (row.status, row.email, row.phone, row.needs) == (
            "pending",
            "gerda@example.org",
            "0123",
            "Rampe",
        )


def test_asking_ends_when_it_begins(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()

        with pytest.raises(NotOpen):
            enrolment.ask(training, GERDA, now=BEGIN)

        assert (Registration.objects.count(), subjects()) == (0, [])


def test_link_opened_too_late_leaves_the_row_as_it_was(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        row = RegistrationFactory(training=planned(), email=cast.volunteer.email)

        with pytest.raises(NotOpen):
            enrolment.confirm(row, now=BEGIN)

        row.refresh_from_db()
        assert (row.status, row.volunteer) == ("pending", None)


@pytest.mark.parametrize(("home", "is_volunteer"), [("", True), ("own", True), ("foreign", False)])
def test_address_of_a_volunteer_is_hers_unless_she_comes_from_elsewhere(
    cast: Cast, home: str, is_volunteer: bool
) -> None:
    kreise = {"": None, "own": cast.kreis, "foreign": cast.foreign_kreis}
    with tenant_scope(cast.kreis):
        row = RegistrationFactory(
            training=planned(), email=cast.volunteer.email, home_tenant=kreise[home]
        )

        enrolment.confirm(row, now=EARLIER)

        row.refresh_from_db()
        assert (row.status, row.volunteer == cast.volunteer) == ("confirmed", is_volunteer)


def test_too_late_to_sign_up_leaves_no_row(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()

        with pytest.raises(NotOpen):
            enrolment.sign_up(training, cast.volunteer, now=BEGIN, by=None)

        assert (Registration.objects.count(), counts(training)) == (0, (0, 0))


@pytest.mark.parametrize("fields", [{"published_at": None}, {"cancelled_at": EARLIER}])
def test_nobody_is_entered_where_nothing_takes_place(cast: Cast, fields: dict[str, Any]) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        Training.objects.update(**fields)

        with pytest.raises(NotOpen):
            enrolment.enter(training, GERDA, now=EARLIER, by=cast.coordinator)

        assert (Registration.objects.count(), counts(training)) == (0, (0, 0))


@pytest.mark.parametrize(
    ("now", "told"), [(BEGIN - MOMENT, ["Sie sind angemeldet"]), (BEGIN, []), (END, [])]
)
def test_who_is_entered_after_the_beginning_gets_no_mail(
    cast: Cast, now: dt.datetime, told: list[str]
) -> None:
    with tenant_scope(cast.kreis):
        training = planned()

        row = enrolment.enter(training, GERDA, now=now, by=cast.coordinator)

        assert (row.status, row.asked_at, row.registered_by) == ("confirmed", now, cast.coordinator)
        assert (subjects(), counts(training)) == (told, (1, 0))


@pytest.mark.parametrize(
    ("capacity", "sentence"),
    [(1, "Gerda Gast ist bereits angemeldet."), (0, "Gerda Gast steht bereits auf der Warteliste")],
)
def test_who_holds_a_place_is_told_which(cast: Cast, capacity: int, sentence: str) -> None:
    with tenant_scope(cast.kreis):
        training = planned(capacity=capacity)
        enrolment.enter(training, GERDA, now=EARLIER, by=None)

        with pytest.raises(AlreadyRegistered, match=sentence):
            enrolment.enter(training, GERDA, now=EARLIER, by=None)


@pytest.mark.parametrize(("now", "told"), [(BEGIN - MOMENT, 1), (BEGIN, 0)])
def test_seat_given_after_the_beginning_sends_no_mail(
    cast: Cast, now: dt.datetime, told: int
) -> None:
    with tenant_scope(cast.kreis):
        training = planned(capacity=1)
        first, second = (RegistrationFactory(training=training) for _ in range(2))
        for row in (first, second):
            row.take_seat(EARLIER)
        first.cancel(EARLIER)

        enrolment.give_seat(second, now=now, by=None)

        assert (len(subjects()), counts(training)) == (told, (1, 0))


def test_nobody_moves_up_where_nothing_takes_place(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned(capacity=1)
        first, second = (RegistrationFactory(training=training) for _ in range(2))
        for row in (first, second):
            row.take_seat(EARLIER)
        first.cancel(EARLIER)
        training.call_off(EARLIER)

        with pytest.raises(NotOpen):
            second.move_up()

        assert counts(training) == (0, 1)


def test_own_cancelling_ends_when_it_begins(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        row = RegistrationFactory(training=training)
        row.take_seat(EARLIER)

        with pytest.raises(NotOpen):
            enrolment.withdraw(row, now=BEGIN)
        assert counts(training) == (1, 0)
        enrolment.withdraw(row, now=BEGIN - MOMENT)
        assert counts(training) == (0, 0)

        with pytest.raises(AlreadyCancelled):
            enrolment.withdraw(row, now=BEGIN - MOMENT)
        assert (counts(training), subjects()) == ((0, 0), ["Ihre Absage"])


def test_place_on_the_waiting_list_is_given_back_once(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned(capacity=1)
        first, second = (RegistrationFactory(training=training) for _ in range(2))
        for row in (first, second):
            row.take_seat(EARLIER)
        assert counts(training) == (1, 1)

        for _ in range(2):
            second.cancel(EARLIER)
            assert counts(training) == (1, 0)


def test_unconfirmed_one_is_cancelled_without_a_word(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        row = RegistrationFactory(training=planned())

        enrolment.strike(row, now=EARLIER, by=cast.coordinator)

        assert (Registration.objects.get().status, subjects()) == ("cancelled", [])


# Which row is whose: an address may have changed since


def test_row_that_holds_a_seat_comes_before_the_one_with_the_address(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        RegistrationFactory(training=training, email="neu@example.org")
        held = RegistrationFactory(training=training, volunteer=cast.volunteer)
        held.take_seat(EARLIER)
        cast.volunteer.email = "neu@example.org"

        with pytest.raises(AlreadyRegistered):
            enrolment.sign_up(training, cast.volunteer, now=EARLIER, by=None)

        assert counts(training) == (1, 0)


def test_her_own_row_comes_before_a_stranger_with_her_address(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        typed = RegistrationFactory(training=training, email="neu@example.org", name="Getippt")
        own = RegistrationFactory(
            training=training, email="alt@example.org", volunteer=cast.volunteer
        )
        cast.volunteer.email = "neu@example.org"

        row = enrolment.sign_up(training, cast.volunteer, now=EARLIER, by=None)

        # The new address is taken by the other row, so hers keeps the old one.
        assert (row.pk, row.email, row.name) == (own.pk, "alt@example.org", "Ada Maier")
        typed.refresh_from_db()
        assert (typed.name, typed.status) == ("Getippt", "pending")


def test_new_address_is_taken_over(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = planned()
        own = RegistrationFactory(
            training=training, email="alt@example.org", volunteer=cast.volunteer
        )
        cast.volunteer.email = "Neu@Example.org"

        enrolment.sign_up(training, cast.volunteer, now=EARLIER, by=None)

        assert list(Registration.objects.values_list("pk", "email")) == [
            (own.pk, "neu@example.org")
        ]

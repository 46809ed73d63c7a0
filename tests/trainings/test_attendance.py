"""Who was there, what the home Kreis learns, and what figures count."""

import datetime as dt
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.trainings import RegistrationFactory, SessionFactory, TrainingFactory
from trainings import schedule, tasks
from trainings.actions import attendance, planning
from trainings.models import Attendance, ExternalAttendance, Registration, Session, Training


def begun(*, days_ago: int = 0, **fields: Any) -> Training:
    """Return a published Schulung whose first session was that day and whose second is to come."""
    training = TrainingFactory(**fields)
    first = timezone.now() - dt.timedelta(days=days_ago, minutes=1)
    SessionFactory(training=training, starts_at=first)
    SessionFactory(training=training, starts_at=timezone.now() + dt.timedelta(days=3))
    training.follow_sessions()
    training.publish(first - dt.timedelta(days=9))
    return training


def seated(training: Training, **fields: Any) -> Registration:
    row = RegistrationFactory(training=training, **fields)
    row.take_seat_late(timezone.now())
    return row


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Collect what goes to the broker instead of sending it."""
    messages: list[tuple[Any, Any]] = []

    def collect(name: str, args: Any = None, *rest: Any, headers: Any = None, **more: Any) -> None:
        messages.append((tuple(args), headers["tenant_id"]))

    monkeypatch.setattr(current_app, "send_task", collect)
    monkeypatch.setattr(
        tasks.learn_attendance, "apply_async", lambda a, headers: collect("", a, headers=headers)
    )
    return messages


def test_nobody_is_there_by_default_and_a_second_recording_updates(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        ada, ben, eva = (seated(training, name=name) for name in ("Ada", "Ben", "Eva"))
        waiting = seated(training, name="Wilma")
        session = training.sessions.order_by("starts_at")[0]
    path = f"/schulungen/termine/{session.pk}/anwesenheit/"
    page = coordinator.get(path).text
    assert (page.count('value="" '), page.count(" checked")) == (3, 3)
    assert "Wilma" not in page

    first = {f"r{ada.pk}": "yes", f"r{ben.pk}": "no", f"r{eva.pk}": "", f"r{waiting.pk}": "yes"}
    coordinator.post(path, first)
    with tenant_scope(cast.kreis):
        assert _recorded(session) == {ada.pk: True, ben.pk: False}
        by = Attendance.objects.values_list("recorded_by", flat=True).distinct()
        assert list(by) == [cast.coordinator.pk]
    second = {f"r{ada.pk}": "", f"r{ben.pk}": "yes", f"r{eva.pk}": ""}
    coordinator.post(path, second)
    same = coordinator.post(path, second, follow=True)

    assert "Es hat sich nichts geändert." in same.text
    assert "1 anwesend" in same.text
    with tenant_scope(cast.kreis):
        assert _recorded(session) == {ada.pk: None, ben.pk: True}


def _recorded(session: Session) -> dict[int, bool | None]:
    rows = Attendance.objects.filter(session=session)
    return dict(rows.values_list("registration_id", "present"))


def test_session_to_come_is_not_recorded(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        ada = seated(training)
        session = training.sessions.order_by("-starts_at")[0]
    path = f"/schulungen/termine/{session.pk}/anwesenheit/"

    answer = coordinator.post(path, {f"r{ada.pk}": "yes"})

    assert "Dieser Termin liegt noch in der Zukunft" in coordinator.get(path).text
    assert (answer.status_code, "lässt sich ab dem" in answer.text) == (422, True)
    with tenant_scope(cast.kreis):
        assert Attendance.objects.count() == 0


def test_nonsense_and_strangers(
    coordinator: TenantClient,
    viewer: TenantClient,
    volunteer: TenantClient,
    neighbour: TenantClient,
    cast: Cast,
) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        ada = seated(training)
        session = training.sessions.order_by("starts_at")[0]
    path = f"/schulungen/termine/{session.pk}/anwesenheit/"

    answer = coordinator.post(path, {f"r{ada.pk}": "vielleicht\x00"})

    assert (answer.status_code, "Bitte wählen Sie einen Eintrag" in answer.text) == (422, True)
    data = {f"r{ada.pk}": "yes"}
    codes = [c.post(path, data).status_code for c in (viewer, volunteer, neighbour)]
    assert codes == [403, 403, 404]
    with tenant_scope(cast.kreis):
        assert Attendance.objects.count() == 0


def test_recorded_session_is_not_removed(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        ada = seated(training)
        session = training.sessions.order_by("starts_at")[0]
        attendance.record(session, {ada.pk: True}, now=timezone.now(), by=None)
        entry = planning.SessionEntry(
            session.starts_at, session.ends_at, 4, pk=session.pk, is_removed=True
        )

        with pytest.raises(DomainError, match="schon Anwesenheit erfasst"):
            planning.save(training, sessions=[entry], by=None)

        assert training.sessions.count() == 2


def test_home_kreis_learns_corrects_and_forgets(
    cast: Cast, sent: Any, django_capture_on_commit_callbacks: Any
) -> None:
    home, host = cast.foreign_kreis, cast.kreis
    with tenant_scope(host):
        training = begun(title="Dolmetschen")
        guest = seated(training, email="gast@example.org", home_tenant=home)
        own = seated(training, home_tenant=host)
        session = training.sessions.order_by("starts_at")[0]

    def record(present: bool | None) -> None:
        with django_capture_on_commit_callbacks(execute=True), tenant_scope(host):
            presence = {guest.pk: present, own.pk: present}
            attendance.record(session, presence, now=timezone.now(), by=None)

    record(True)
    assert sent == [((host.pk, session.pk), home.pk)]
    for _ in range(2):
        _work(home, host, session)
    with tenant_scope(home):
        stored = ExternalAttendance.objects.values_list(
            "email", "title", "host_name", "on", "teaching_units", "source_key"
        )
        key = f"{host.pk}:{session.pk}:{guest.pk}"
        day = timezone.localdate(session.starts_at)
        assert list(stored) == [
            ("gast@example.org", "Dolmetschen", "Landkreis Miesbach", day, 4, key)
        ]
    with tenant_scope(host):
        assert ExternalAttendance.objects.count() == 0
        assert list(Attendance.objects.untold()) == []
    record(False)
    _work(home, host, session)
    with tenant_scope(home):
        assert ExternalAttendance.objects.count() == 0


def _work(home: Any, host: Any, session: Session) -> None:
    """Do what a worker does: without the ambient tenant, with the header alone."""
    task = tasks.learn_attendance
    task.push_request(headers={"tenant_id": home.pk})
    try:
        task(host.pk, session.pk)
    finally:
        task.pop_request()


def test_sweeper_wakes_what_a_lost_message_left(
    cast: Cast, sent: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        guest = seated(training, home_tenant=cast.foreign_kreis)
        session = training.sessions.order_by("starts_at")[0]
        attendance.record(session, {guest.pk: True}, now=timezone.now(), by=None)

    with django_capture_on_commit_callbacks(execute=True):
        schedule.tell_home_kreise()
    _work(cast.foreign_kreis, cast.kreis, session)
    with django_capture_on_commit_callbacks(execute=True):
        schedule.tell_home_kreise()

    assert sent == [((cast.kreis.pk, session.pk), cast.foreign_kreis.pk)]


def test_figures_of_a_year_count_what_was_held(cast: Cast) -> None:
    noon = timezone.make_aware(dt.datetime(2026, 12, 31, 12))
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    with tenant_scope(cast.kreis):
        held = _held(noon, session_count=2, capacity=3)
        _held(noon + dt.timedelta(hours=13), session_count=1, capacity=50)  # on New Year's Day
        off = _held(noon, session_count=1, capacity=7)
        off.cancelled_at = noon
        off.save()
        people = [RegistrationFactory(training=held) for _ in range(5)]
        for person in people[:4]:
            person.take_seat(noon - dt.timedelta(days=1))
        people[2].cancel(noon)
        for session in held.sessions.all():
            attendance.record(session, {people[0].pk: True, people[1].pk: False}, now=noon, by=None)

        trainings = Training.objects.within(first, last)
        registrations = Registration.objects.of_trainings_within(first, last)
        assert trainings.totals() == {"trainings": 1, "seats": 3, "units": 8}
        assert Training.objects.called_off_within(first, last).get() == off
        assert registrations.ever_confirmed().count() == 4
        assert registrations.withdrawn().count() == 1
        assert list(registrations.attended()) == [people[0]]
        assert Training.objects.none().totals() == {"trainings": 0, "seats": 0, "units": 0}


def _held(at: dt.datetime, *, session_count: int, capacity: int) -> Training:
    training = TrainingFactory(capacity=capacity)
    for hour in range(session_count):
        SessionFactory(
            training=training,
            starts_at=at + dt.timedelta(hours=hour),
            ends_at=at + dt.timedelta(hours=hour, minutes=45),
        )
    training.follow_sessions()
    training.publish(at - dt.timedelta(days=30))
    return training


def page_of(session: Session, shown: dict[str, str], **chosen: str) -> dict[str, str]:
    """Return what a browser sends: what the page showed, and what was chosen on it."""
    return {f"initial-{name}": word for name, word in shown.items()} | shown | chosen


def test_second_of_two_pages_keeps_what_the_first_has_entered(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        ada, ben = (seated(training, name=name) for name in ("Ada", "Ben"))
        session = training.sessions.order_by("starts_at")[0]
    path = f"/schulungen/termine/{session.pk}/anwesenheit/"
    shown = {f"r{ada.pk}": "", f"r{ben.pk}": ""}
    assert f'name="initial-r{ada.pk}"' in coordinator.get(path).text

    coordinator.post(path, page_of(session, shown, **{f"r{ada.pk}": "no"}))
    coordinator.post(path, page_of(session, shown, **{f"r{ben.pk}": "yes"}))

    with tenant_scope(cast.kreis):
        assert _recorded(session) == {ada.pk: False, ben.pk: True}


def test_two_who_differ_about_one_person_are_told(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        training = begun()
        ada = seated(training, name="Ada")
        session = training.sessions.order_by("starts_at")[0]
    path, field = f"/schulungen/termine/{session.pk}/anwesenheit/", f"r{ada.pk}"

    coordinator.post(path, page_of(session, {field: ""}, **{field: "no"}))
    second = coordinator.post(path, page_of(session, {field: ""}, **{field: "yes"}))

    assert second.status_code == 422
    assert "Inzwischen steht hier „nicht anwesend“." in second.text
    assert f'name="initial-{field}" value="no"' in second.text
    with tenant_scope(cast.kreis):
        assert _recorded(session) == {ada.pk: False}
    coordinator.post(path, page_of(session, {field: "no"}, **{field: "yes"}))
    with tenant_scope(cast.kreis):
        assert _recorded(session) == {ada.pk: True}

"""Invented Schulungen as Kreise really hold them, past and coming."""

import datetime as dt
import random

from django.utils import timezone

from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Tenant
from networking.models import Partner
from trainings.models import Attendance, Registration, Session, Training
from volunteers.models import Topic, Volunteer

# title, topic, speaker, UE of each session, sessions, seats
TITLES: list[tuple[str, str, str, int, int, int]] = [
    ("Umgang mit belastenden Erlebnissen", "belastung", "Psychologin", 4, 1, 12),
    ("Behördenbegleitung in drei Modulen", "behoerden", "Fachstelle Migration", 3, 3, 15),
    ("Laiendolmetschen: Grundkurs", "dolmetschen", "Dolmetscherin", 8, 3, 14),
    ("Aufenthaltsrecht einfach erklärt", "asylverfahren", "Asylrechtsberaterin", 3, 1, 25),
    ("Interkulturelle Verständigung", "interkulturell", "Trainerin", 4, 1, 16),
    ("Stammtischparolen Paroli bieten", "konflikte", "Bildungsreferent", 4, 1, 18),
    ("Nähe und Distanz im Ehrenamt", "belastung", "Sozialpädagogin", 3, 1, 14),
    ("Startklar ins Ehrenamt", "ehrenamt", "Integrationslotsin", 3, 1, 30),
]
COMING: list[tuple[int, int, int, int]] = [
    # position in TITLES, days from now, seats, people who sign up
    (0, 4, 12, 15),
    (1, 11, 15, 7),
    (4, 30, 16, 2),
    (7, 45, 30, 0),
]


def fill(
    draw: random.Random, volunteers: list[Volunteer], partners: list[Partner], *, now: dt.datetime
) -> None:
    reachable = [v for v in volunteers if v.email and v.status == Volunteer.Status.ACTIVE]
    hosts = [partner for partner in partners if partner.kind in {"education", "agency"}]
    for months_ago in range(1, 22):
        begin = _evening(now - dt.timedelta(days=30 * months_ago + draw.randrange(10)))
        training = _training(TITLES[months_ago % len(TITLES)], begin, draw.choice(hosts))
        people = draw.sample(reachable, min(len(reachable), draw.randrange(6, 14)))
        _past(training, people, draw, begin=begin)
    for position, days, seats, count in COMING:
        begin = _evening(now + dt.timedelta(days=days + draw.randrange(2)))
        training = _training(TITLES[position], begin, draw.choice(hosts), seats=seats)
        training.publish(now)
        # Whoever has a demo account shall still find a place to sign up for.
        people = draw.sample([v for v in reachable if not v.membership_id], count)
        for volunteer in people:
            _registration(training, volunteer, now - dt.timedelta(days=2)).take_seat(now)
    draft = _training(TITLES[5], _evening(now + dt.timedelta(days=80)), hosts[0])
    draft.description = "Noch ein Entwurf: Der Raum steht noch nicht fest."
    draft.save()


def _evening(day: dt.datetime) -> dt.datetime:
    """Return that day at six, or the Monday after where it is a weekend."""
    evening = timezone.localtime(day).replace(hour=18, minute=0, second=0, microsecond=0)
    days = 7 - evening.weekday() if evening.weekday() > 4 else 0
    return evening + dt.timedelta(days=days)


def _training(
    entry: tuple[str, str, str, int, int, int],
    begin: dt.datetime,
    host: Partner,
    *,
    seats: int | None = None,
) -> Training:
    title, topic, speaker, units, session_count, capacity = entry
    training = Training.objects.create(
        title=title,
        topic=Topic.objects.get(key=topic),
        description=(
            "Für alle, die helfen oder damit anfangen möchten. Vorkenntnisse brauchen Sie nicht."
            " Die Teilnahme ist kostenlos."
        ),
        speaker=speaker,
        host=host,
        place=_room(),
        capacity=seats or capacity,
    )
    Session.objects.bulk_create(
        Session(
            training=training,
            starts_at=begin + dt.timedelta(weeks=week),
            ends_at=begin + dt.timedelta(weeks=week, minutes=45 * units),
            teaching_units=units,
        )
        for week in range(session_count)
    )
    training.follow_sessions()
    return training


def _room() -> str:
    if active_tenant().kind == Tenant.Kind.CITY:
        return "Rathaus, kleiner Saal (barrierefrei)"
    return "Landratsamt, großer Saal (barrierefrei)"


def _registration(training: Training, volunteer: Volunteer, asked: dt.datetime) -> Registration:
    return Registration.objects.create(
        training=training,
        name=str(volunteer),
        email=volunteer.email,
        volunteer=volunteer,
        asked_at=asked,
    )


def _past(
    training: Training, people: list[Volunteer], draw: random.Random, *, begin: dt.datetime
) -> None:
    """Let people have signed up before the first session and most of them been there."""
    before = begin - dt.timedelta(days=14)
    training.publish(before)
    seated = Registration.objects.bulk_create(
        Registration(
            training=training,
            name=str(volunteer),
            email=volunteer.email,
            volunteer=volunteer,
            status=Registration.Status.CONFIRMED,
            asked_at=before,
            confirmed_at=before,
        )
        for volunteer in people[: training.capacity]
    )
    Training.objects.filter(pk=training.pk).update(seats_taken=len(seated))
    Attendance.objects.bulk_create(
        Attendance(
            registration=registration,
            session=session,
            present=draw.random() < 0.85,
            recorded_at=session.ends_at,
        )
        for session in training.sessions.all()
        for registration in seated
    )

"""Invented volunteers: who they are, since when, what they do and ask."""

import datetime as dt
import random
from collections.abc import Callable

from lotsen_portal.accounts.models import User
from lotsen_portal.demo import inventions
from lotsen_portal.tenancy.models import Membership, Municipality, Role, Tenant
from volunteers.models import (
    CircleMembership,
    CircleMunicipality,
    Consultation,
    Engagement,
    EngagementField,
    HelperCircle,
    HelpRequest,
    HoursEntry,
    Inquiry,
    Language,
    LanguageSkill,
    StatusChange,
    Topic,
    Volunteer,
)

Status = Volunteer.Status
CIRCLES = ["Helferkreis {}", "Asyl-Café {}", "Sprachtreff {}", "Fahrradwerkstatt {}"]
NEEDS = [
    ("Familie mit 2 Kindern, Begleitung zum Landratsamt, dienstags", "behoerde", "ar"),
    ("Alleinstehende Person, Deutsch üben am Abend", "sprachpate", "uk"),
    ("Kind, 3. Klasse, Hilfe bei den Hausaufgaben", "hausaufgaben", None),
    ("Paar, Wohnungssuche, Formulare verstehen", "wohnen", "ro"),
    ("Begleitung zum Arzt, gut planbar", "arzt", "ti"),
    ("Bewerbung für eine Ausbildung schreiben", "arbeit", "fa"),
]


def fill(tenant: Tenant, draw: random.Random, *, count: int, today: dt.date) -> list[Volunteer]:
    """Create the volunteers of a Kreis with all that hangs on them."""
    volunteers = Volunteer.objects.bulk_create(
        _volunteer(names, tenant, draw, today=today) for names in inventions.people(draw, count)
    )
    StatusChange.objects.bulk_create(
        change for volunteer in volunteers for change in _history(volunteer, draw, today)
    )
    _skills(volunteers, draw)
    _circles(tenant, volunteers, draw)
    _year_of_helping(volunteers, draw, today)
    return volunteers


def _volunteer(
    names: tuple[str, str], tenant: Tenant, draw: random.Random, *, today: dt.date
) -> Volunteer:
    first, last = names
    place, postcodes = draw.choice(inventions.MUNICIPALITIES[tenant.slug])
    status = draw.choices(
        [Status.ACTIVE, Status.PAUSED, Status.PROSPECT, Status.INTERVIEWED, Status.LEFT],
        weights=[70, 8, 6, 4, 12],
    )[0]
    is_new = status in {Status.PROSPECT, Status.INTERVIEWED}
    joined = today - dt.timedelta(
        days=draw.randrange(5, 60) if is_new else draw.randrange(70, 3000)
    )
    left = today - dt.timedelta(days=draw.randrange(1, 60)) if status == Status.LEFT else None
    declares = draw.choices([None, True, False], weights=[5, 3, 2])[0]
    volunteer = Volunteer(
        first_name=first,
        last_name=last,
        email=inventions.mail(first, last, tenant.slug) if draw.random() < 0.9 else "",
        phone=inventions.phone(draw) if draw.random() < 0.8 else "",
        place=place,
        postcode=draw.choice(postcodes),
        birth_year=draw.randrange(1944, 2006) if draw.random() < 0.6 else None,
        status=status,
        joined_on=joined,
        left_on=left,
        declares_migration_history=declares,
        migration_history_declared_on=joined if declares else None,
        last_contact_on=_spoken(draw, joined, today),
    )
    volunteer.derive()
    return volunteer


def _spoken(draw: random.Random, joined: dt.date, today: dt.date) -> dt.date | None:
    """Return the day of the last talk; with some there was none for long."""
    days = draw.randrange(min((today - joined).days, 500))
    return today - dt.timedelta(days=days) if draw.random() < 0.7 else None


def _history(volunteer: Volunteer, draw: random.Random, today: dt.date) -> list[StatusChange]:
    first = Status.PROSPECT if volunteer.status == Status.PROSPECT else Status.ACTIVE
    if volunteer.status == Status.INTERVIEWED:
        first = Status.INTERVIEWED
    changes = [StatusChange(volunteer=volunteer, status=first, on=volunteer.joined_on)]
    if volunteer.left_on:
        changes.append(StatusChange(volunteer=volunteer, status=Status.LEFT, on=volunteer.left_on))
    if volunteer.status == Status.PAUSED:
        since = today - dt.timedelta(days=draw.randrange(1, 60))
        changes.append(StatusChange(volunteer=volunteer, status=Status.PAUSED, on=since))
    return changes


def _skills(volunteers: list[Volunteer], draw: random.Random) -> None:
    languages = {language.tag: language for language in Language.objects.all()}
    others = ["en", "uk", "ru", "ro", "tr", "ar", "fa", "ti", "fr", "sq", "pl", "ps"]
    fields = list(EngagementField.objects.all())
    skills, engagements = [], []
    for volunteer in volunteers:
        native = draw.choice(others) if draw.random() < 0.4 else "de"
        levels = {"de": draw.choice(["b1", "b2", "c1"]), native: "native"}
        if draw.random() < 0.5:
            levels.setdefault(draw.choice(others), draw.choice(["a2", "b1", "b2", "c1"]))
        skills += [
            LanguageSkill(
                volunteer=volunteer,
                language=languages[tag],
                level=level,
                interprets=native != "de" and draw.random() < 0.3,
                starts_on=volunteer.joined_on,
                ends_on=volunteer.left_on,
            )
            for tag, level in levels.items()
        ]
        engagements += [
            Engagement(
                volunteer=volunteer,
                field=field,
                starts_on=volunteer.joined_on,
                ends_on=volunteer.left_on,
            )
            for field in draw.sample(fields, draw.choice([1, 1, 2, 3]))
        ]
    LanguageSkill.objects.bulk_create(skills)
    Engagement.objects.bulk_create(engagements)


def _circles(tenant: Tenant, volunteers: list[Volunteer], draw: random.Random) -> None:
    places = [place for place, _ in inventions.MUNICIPALITIES[tenant.slug]]
    municipalities = {m.name: m for m in Municipality.objects.all()}
    present = [volunteer for volunteer in volunteers if volunteer.status == Status.ACTIVE]
    for number, pattern in enumerate(CIRCLES):
        place = places[number % len(places)]
        circle = HelperCircle.objects.create(
            name=pattern.format(place), founded_on=dt.date(2015 + number, 3, 1)
        )
        if place in municipalities:
            CircleMunicipality.objects.create(circle=circle, municipality=municipalities[place])
        members = draw.sample(present, min(len(present), 12))
        CircleMembership.objects.bulk_create(
            CircleMembership(
                circle=circle,
                volunteer=volunteer,
                is_coordinator=position == 0,
                starts_on=max(volunteer.joined_on, circle.founded_on),
            )
            for position, volunteer in enumerate(members)
        )


def _year_of_helping(volunteers: list[Volunteer], draw: random.Random, today: dt.date) -> None:
    """Contacts, requests and hours from the start of last year until today."""
    first = dt.date(today.year - 1, 1, 1)
    days = [first + dt.timedelta(days=number) for number in range((today - first).days)]
    active = [volunteer for volunteer in volunteers if volunteer.status == Status.ACTIVE]
    _contacts(active, draw, days)
    HoursEntry.objects.bulk_create(
        HoursEntry(volunteer=volunteer, on=day, hours=draw.choice([1, 1.5, 2, 2.5, 3, 4]))
        for volunteer in active
        for day in draw.sample(days, draw.randrange(0, 12))
        if day >= volunteer.joined_on
    )
    _requests(draw, days)


def _contacts(active: list[Volunteer], draw: random.Random, days: list[dt.date]) -> None:
    topics = list(Topic.objects.all())
    chosen = [draw.choice(topics) for _ in range(260)]
    Consultation.objects.bulk_create(
        Consultation(
            on=draw.choice(days),
            channel=draw.choice(Consultation.Channel.values),
            topic=topic,
            task_area=topic.task_area,
            volunteer=draw.choice(active) if draw.random() < 0.6 else None,
            count=draw.choice([1, 1, 1, 1, 2, 3, 5]),
        )
        for topic in chosen
    )


def _requests(draw: random.Random, days: list[dt.date]) -> None:
    fields = {field.key: field for field in EngagementField.objects.all()}
    languages = {language.tag: language for language in Language.objects.all()}
    for _ in range(40):
        need, field, tag = draw.choice(NEEDS)
        received = draw.choice(days)
        settled = min(days[-1], received + dt.timedelta(days=draw.randrange(1, 40)))
        status = draw.choices(HelpRequest.Status.values, weights=[2, 7, 1])[0]
        HelpRequest.objects.create(
            need=need,
            field=fields[field],
            language=languages.get(tag or ""),
            status=status,
            received_on=received,
            settled_on=None if status == HelpRequest.Status.OPEN else settled,
        )


def give_accounts(
    tenant: Tenant, volunteers: list[Volunteer], account: Callable[[str], User]
) -> None:
    """Let two volunteers sign in; the first is Gerda, the second Yusuf."""
    active = [volunteer for volunteer in volunteers if volunteer.status == Status.ACTIVE]
    people = [("Gerda", "Maier", "ehrenamt"), ("Yusuf", "Berger", "ehrenamt2")]
    for volunteer, (first, last, box) in zip(active, people, strict=False):
        email = f"{box}@{tenant.slug}.example"
        volunteer.first_name, volunteer.last_name, volunteer.email = first, last, email
        volunteer.membership = Membership.objects.create(user=account(email), role=Role.VOLUNTEER)
        volunteer.save()


def ask(volunteers: list[Volunteer], lotsin: Membership, *, now: dt.datetime) -> None:
    """Write a few questions, some of them answered."""
    topics = {topic.key: topic for topic in Topic.objects.all()}
    for subject, topic, text, days, answer in QUESTIONS:
        volunteer = volunteers[days]
        asked = now - dt.timedelta(days=days, hours=3)
        inquiry = Inquiry.objects.create(
            subject=subject,
            topic=topics[topic],
            task_area=topics[topic].task_area,
            volunteer=volunteer,
            responsible=lotsin,
            asked_at=asked,
        )
        asking = volunteer.membership.user if volunteer.membership else None
        inquiry.add_message(text, author=asking, from_staff=False, at=asked)
        if answer:
            later = asked + dt.timedelta(hours=20)
            inquiry.add_message(answer, author=lotsin.user, from_staff=True, at=later)


QUESTIONS = [
    (
        "Fahrtkosten für die Begleitung zum Arzt",
        "ehrenamt",
        "Ich fahre jede Woche mit einer älteren Dame zum Arzt. Bekomme ich das Benzin ersetzt?",
        9,
        "Das entscheidet jeder Kreis für sich. Bei uns gibt es dafür einen kleinen Topf: Schicken"
        " Sie mir bitte Tag, Strecke und Kilometer, dann kümmere ich mich darum.",
    ),
    (
        "Welcher Deutschkurs nimmt noch Leute auf?",
        "sprache",
        "Meine Nachbarin aus der Ukraine sucht einen Kurs am Vormittag, am besten mit Betreuung"
        " für ihr Kind.",
        4,
        "",
    ),
    (
        "Darf ich beim Ausfüllen von Formularen helfen?",
        "behoerden",
        "Wo hört Helfen auf und wo fängt Rechtsberatung an? Ich möchte nichts falsch machen.",
        2,
        "",
    ),
]

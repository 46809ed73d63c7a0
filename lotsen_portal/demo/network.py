"""Invented partners, meetings, press and articles."""

import datetime as dt
import random
from collections.abc import Callable

from lotsen_portal.accounts.models import User
from lotsen_portal.demo import inventions
from lotsen_portal.tenancy.models import Membership, Role, Tenant
from networking.models import (
    Article,
    ContactPerson,
    GoodPractice,
    NetworkMeeting,
    OutreachActivity,
    Partner,
)
from volunteers.models import Topic

PARTNERS: list[tuple[str, str, str, list[str], bool]] = [
    (
        "Freiwilligenzentrum am Markt",
        "agency",
        "Vermittlung ins Ehrenamt, Beratung",
        ["c", "d"],
        True,
    ),
    ("Migrationsberatung im Bahnhof", "welfare", "Beratung zu Aufenthalt und Familie", ["d"], True),
    ("Frauentreff Regenbogen", "migrant", "Frühstück, Deutsch im Gespräch", ["a", "e"], True),
    ("Ukrainischer Verein Sonnenblume", "migrant", "Samstagsschule, Begleitung", ["c", "e"], True),
    ("Volkshochschule im Kreis", "education", "Integrationskurse, Prüfungen", ["b"], True),
    ("Jobcenter, Team Integration", "authority", "Arbeit und Ausbildung", ["d"], False),
    ("Amt für Wohnen und Soziales", "authority", "Leistungen, Wohngeld", ["d"], False),
    ("Pfarrgemeinde St. Martin", "church", "Räume, Kleiderkammer", ["a"], True),
    ("Sportverein Grün-Weiß", "association", "Offenes Training für alle", ["e"], True),
    ("Nachbarschaftshilfe Brücke", "association", "Fahrdienst, Einkaufen", ["a", "e"], True),
]
MEETINGS = [
    ("Runder Tisch Integration", "held"),
    ("Austausch mit der Flüchtlings- und Integrationsberatung", "attended"),
    ("Treffen der Helferkreise", "held"),
    ("Regionaltreffen der Integrationslotsinnen und -lotsen", "attended"),
]
ARTICLES = [
    (
        "Post vom Amt: was tun?",
        "behoerden",
        "Ein Brief vom Amt macht oft Angst. So gehen Sie vor:\n\n"
        "1. Das Datum auf dem Brief und die Frist suchen. Die Frist zuerst notieren.\n"
        "2. Gemeinsam lesen, worum es geht. Niemand muss alles verstehen.\n"
        "3. Bei Fragen zum Bescheid hilft die Beratungsstelle, nicht das Ehrenamt: Sie dürfen"
        " erklären und begleiten, aber nicht rechtlich beraten.\n\n"
        "Wenn die Frist knapp ist, rufen Sie bitte an. Ich helfe weiter.",
    ),
    (
        "Wie bin ich im Ehrenamt versichert?",
        "ehrenamt",
        "Für viele Helferkreise springt die Bayerische Ehrenamtsversicherung ein, wenn keine"
        " andere Versicherung zuständig ist. Sie kostet nichts und braucht keinen Antrag.\n\n"
        "Schäden am eigenen Auto sind nicht dabei. Fragen Sie im Zweifel vor der Fahrt.",
    ),
    (
        "Grenzen setzen, ohne schlechtes Gewissen",
        "belastung",
        "Sie bestimmen, wie viel Zeit Sie geben. Ein Nein heute macht ein Ja morgen möglich.\n\n"
        "In der Schulung „Umgang mit belastenden Erlebnissen“ üben wir das miteinander.",
    ),
]


def fill(draw: random.Random, *, today: dt.date, now: dt.datetime) -> list[Partner]:
    partners = [_partner(entry, draw, today) for entry in PARTNERS]
    first = dt.date(today.year - 1, 1, 10)
    months = (today.year - first.year) * 12 + today.month - first.month
    for number in range(months):
        title, part = MEETINGS[number % len(MEETINGS)]
        on = first + dt.timedelta(days=30 * number + draw.randrange(15))
        NetworkMeeting.objects.create(
            title=title, part=part, on=on, people_count=draw.randrange(6, 30)
        )
        if number % 2:
            kind = draw.choice(OutreachActivity.Kind.values)
            OutreachActivity.objects.create(
                title=f"Ehrenamt im Kreis, Folge {number}", kind=kind, on=on
            )
    topics = {topic.key: topic for topic in Topic.objects.all()}
    for title, topic, text in ARTICLES:
        Article.objects.create(title=title, topic=topics[topic], text=text, published_at=now)
    GoodPractice.objects.create(
        title="Sprachtreff im Waschsalon",
        text="Wo man ohnehin wartet, redet es sich leicht: einmal in der Woche im Waschsalon.",
        shared_with_all=True,
    )
    return partners


def _partner(
    entry: tuple[str, str, str, list[str], bool], draw: random.Random, today: dt.date
) -> Partner:
    name, kind, offers, areas, is_public = entry
    partner = Partner.objects.create(
        name=name,
        kind=kind,
        offers_text=offers,
        task_areas=areas,
        is_public=is_public,
        phone=inventions.phone(draw),
        email=f"kontakt@{kind}.example",
        partner_since=today - dt.timedelta(days=draw.randrange(400, 2500)),
        confirmed_on=today - dt.timedelta(days=draw.randrange(20, 500)),
    )
    [(first, last)] = inventions.people(draw, 1)
    ContactPerson.objects.create(
        partner=partner, name=f"{first} {last}", function="Ansprechperson", phone=partner.phone
    )
    return partner


def give_accounts(tenant: Tenant, partners: list[Partner], account: Callable[[str], User]) -> None:
    """Let the contacts of two partners sign in."""
    for partner, box in zip(partners, ["partner", "partner2"], strict=False):
        email = f"{box}@{tenant.slug}.example"
        contact = partner.contacts.get()
        contact.email = email
        contact.membership = Membership.objects.create(user=account(email), role=Role.PARTNER)
        contact.save()

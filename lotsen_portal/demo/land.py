"""The demo Land: 96 Kreise, three of them full of invented people."""

import datetime as dt
import random
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from lotsen_portal.accounts.models import User
from lotsen_portal.celery import app
from lotsen_portal.demo import (
    arrivals,
    circles,
    doubles,
    funding,
    inventions,
    network,
    records,
    registry,
    schooling,
)
from lotsen_portal.demo.logins import LANDKREIS_PASSAU, MIESBACH, PASSWORD, STADT_PASSAU
from lotsen_portal.presets import land
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import (
    Membership,
    Municipality,
    PublicContact,
    Role,
    StatewideMembership,
    StatewideRole,
    Tenant,
)

SEED = 2026
FULL = [
    # slug, name of the Lotsin, her function, volunteers
    (MIESBACH, "Anna Huber", "Integrationslotsin", 120),
    (STADT_PASSAU, "Paula Donau", "Integrationslotsin", 60),
    (LANDKREIS_PASSAU, "Ludwig Ilzer", "Integrationslotse", 80),
]
STATEWIDE = [
    ("ministerium@stmi.example", StatewideRole.OVERSIGHT, "Dr. Clara Weiß"),
    ("bewilligung@reg-mfr.example", StatewideRole.AUTHORITY, "Bernd Pegnitz"),
    ("betrieb@portal.example", StatewideRole.OPERATOR, "Betrieb"),
]


def load(today: dt.date) -> None:
    """Fill an empty Land; leave one that has been filled as it is."""
    land.setup()
    if StatewideMembership.objects.exists():
        return
    with transaction.atomic():
        for slug, name, function, count in FULL:
            tenant = Tenant.objects.get(slug=slug)
            with tenant_scope(tenant):
                _kreis(tenant, name, function, count=count, today=today)
        funding.release_elsewhere(today, skip=[slug for slug, *_ in FULL])
        for email, role, name in STATEWIDE:
            StatewideMembership.objects.create(user=account(email), role=role, name=name)
    # The many reports of the past wait for the sweeper, which takes them a few at a time; so the
    # queue is free for whoever clicks first.
    app.control.purge()


@cache
def _hash() -> str:
    # Hashing is slow on purpose; once is enough for twelve invented people.
    return make_password(PASSWORD)


def account(email: str) -> User:
    return User.objects.create(email=email, password=_hash())


def _kreis(tenant: Tenant, name: str, function: str, *, count: int, today: dt.date) -> None:
    draw = random.Random(f"{SEED} {tenant.slug}")  # noqa: S311  # the same Land every time
    now = timezone.now()
    lotsin = Membership.objects.create(
        user=account(f"lotsin@{tenant.slug}.example"),
        role=Role.COORDINATOR,
        name=name,
        function=function,
    )
    _public_face(tenant, name, function)
    volunteers = registry.fill(tenant, draw, count=count, today=today)
    # A die of its own, so that whatever else is invented stays as it was.
    records.fill(tenant, volunteers, random.Random(tenant.slug), today=today)  # noqa: S311  # as above
    partners = network.fill(draw, today=today, now=now)
    if tenant.slug == MIESBACH:
        _colleagues(tenant, today)
        registry.give_accounts(tenant, volunteers, account)
        arrivals.fill(tenant, now=now)
        network.give_accounts(tenant, partners, account)
    registry.ask(volunteers, lotsin, now=now)
    circles.fill(volunteers, name, random.Random(f"{tenant.slug} circles"), today=today)  # noqa: S311  # as above
    schooling.fill(draw, volunteers, partners, now=now)
    funding.fill(tenant, draw, today=today, lotsin=lotsin)
    if tenant.slug == MIESBACH:
        doubles.fill(today=today, by=lotsin.user)


def _colleagues(tenant: Tenant, today: dt.date) -> None:
    Membership.objects.create(
        user=account(f"leitung@{tenant.slug}.example"),
        role=Role.VIEWER,
        name="Karl Leitner",
        function="Sachgebietsleitung",
    )
    Membership.objects.create(
        user=account(f"vertretung@{tenant.slug}.example"),
        role=Role.COORDINATOR,
        name="Vera Tretter",
        function="Vertretung",
        ends_on=today + dt.timedelta(days=180),
    )


def _public_face(tenant: Tenant, name: str, function: str) -> None:
    contact = PublicContact.objects.get()
    contact.name, contact.function = name, function
    contact.phone = "089 99998-100"
    contact.email = f"lotsin@{tenant.slug}.example"
    contact.office = f"{tenant}\nAmtsgebäude, Zimmer 112\n(erfundene Anschrift)"
    contact.hours = "Montag bis Donnerstag 9 bis 12 Uhr, Dienstag auch 14 bis 16 Uhr"
    contact.introduction = (
        "Sie helfen Menschen mit Migrationsgeschichte oder möchten damit anfangen? Ich bin Ihre"
        " Ansprechpartnerin: für Fragen, für Schulungen und für den Kontakt zu allen, die im"
        " Kreis mithelfen."
        if function.endswith("in")
        else "Sie helfen Menschen mit Migrationsgeschichte oder möchten damit anfangen? Ich bin"
        " Ihr Ansprechpartner: für Fragen, für Schulungen und für den Kontakt zu allen, die im"
        " Kreis mithelfen."
    )
    contact.imprint = f"{tenant}\n(Demo: erfundene Angaben, kein wirkliches Impressum)"
    contact.save()
    Municipality.objects.bulk_create(
        Municipality(name=place, postcodes=postcodes)
        for place, postcodes in inventions.MUNICIPALITIES[tenant.slug]
    )

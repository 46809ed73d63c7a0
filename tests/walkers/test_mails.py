"""Mails of one Kreis go to its own people and speak of nobody else.

Everybody sends every form once, as typed; what lands in an outbox is read.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone

from lotsen_portal.common.openforms import SALT
from lotsen_portal.mail import messages
from lotsen_portal.mail.models import AbstractMail, LandMail, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests import reporting
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME
from tests.factories.networking import ContactPersonFactory
from tests.factories.volunteers import VolunteerFactory
from tests.walkers.forms import plausible, shown_to
from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.visits import quickly, visiting
from tests.walkers.walk import Walk
from tests.walkers.world import OWN_NAME, PARTNER_NAME, World

pytestmark = pytest.mark.slow
EMAILS = settings.BASE_DIR / "templates" / "emails"
# What no form of a Kreis sends by itself, with the test that reads it.
ELSEWHERE: dict[str, str] = {
    "emails/trainings/waiting.txt": "tests/trainings/test_enrolment.py",
    "emails/volunteers/qualification_expires.txt": "tests/volunteers/test_record_qualifications.py",
}
GUEST = {"name": "Gerda Gast", "email": "gerda@example.org"}


def _without_access(world: World) -> dict[str, dict[str, Any]]:
    """Make somebody who can still be given access."""
    with tenant_scope(world.cast.kreis):
        contact = ContactPersonFactory(partner=world.cast.partner, email="neu@example.org")
        return {
            "volunteers:access": {"pk": VolunteerFactory().pk},
            "networking:access": {"pk": contact.pk},
        }


def _by_hand() -> dict[str, dict[str, Any]]:
    """Return what is sent where no mail leaves for what is merely plausible."""
    an_hour_ago = timezone.now().timestamp() - 3600
    return {
        "front:invitation": {**GUEST, "role": Role.VIEWER},
        "trainings:register": GUEST,
        "offers:create": {
            "first_name": "Gerda",
            "last_name": "Gast",
            "email": "gerda@example.org",
            "opened": signing.dumps(an_hour_ago, salt=SALT),
        },
        "trainings:public": {**GUEST, "opened": signing.dumps(an_hour_ago, salt=SALT)},
    }


@pytest.fixture(scope="module")
def sent(world: World) -> dict[str, list[tuple[AbstractMail, bool]]]:
    """Return all mails by their template, each with whether it was queued in the own Kreis."""
    found: dict[str, list[tuple[AbstractMail, bool]]] = {}
    composed: list[str] = []
    subjects = _without_access(world)

    def composing(template: str, context: dict) -> str:
        composed.append(template)
        return render_to_string(template, context)

    with mock.patch.object(messages, "render_to_string", composing):
        for route in KREIS_ROUTES.values():
            walk = Walk(world, route)
            values = subjects.get(route.name, walk.rows.own)
            for who in walk.people:
                composed.clear()
                for mail, is_own in _queued_by(walk, who, values):
                    found.setdefault(composed[0], []).append((mail, is_own))
    return found


def _queued_by(walk: Walk, who: str, values: dict[str, Any]) -> Iterator[tuple[AbstractMail, bool]]:
    world = walk.world
    cache.clear()
    shown = shown_to(walk, who)
    with tenant_scope(world.cast.kreis):
        typed = plausible(shown)
        known = set(OutgoingMail.objects.values_list("pk", flat=True))
    typed = _by_hand().get(walk.route.name, typed)
    path = walk.path(values)
    with quickly(), visiting(world, who, "POST", path, typed):
        with tenant_scope(world.cast.kreis):
            yield from [(mail, True) for mail in OutgoingMail.objects.exclude(pk__in=known)]
        yield from [(mail, False) for mail in LandMail.objects.all()]


def test_mails_of_a_kreis_speak_of_its_own_people(sent: dict, world: World) -> None:
    faults = []
    with tenant_scope(world.cast.kreis):
        addresses = {
            world.cast.volunteer.email: {COLLEAGUE_NAME, PARTNER_NAME},
            world.cast.colleague.email: {OWN_NAME, PARTNER_NAME},
        }
    foreign = {FOREIGN_NAME, world.cast.foreign_kreis.slug, world.cast.foreign_kreis.name}
    for template, mails in sent.items():
        for mail, _ in mails:
            reporting.visited("mails read")
            text = f"{mail.recipient} {mail.subject} {mail.text} {mail.html}"
            secrets = foreign | addresses.get(mail.recipient, set())
            faults += [f"{template} names {name}" for name in secrets if name in text]

    assert faults == []


def test_mails_of_a_kreis_wait_in_its_own_outbox(sent: dict) -> None:
    assert [template for template, mails in sent.items() if not all(own for _, own in mails)] == []


def test_every_mail_was_read(sent: dict) -> None:
    of_the_portal = {_name(path) for path in EMAILS.glob("*/*.txt") if path.stem[0] != "_"}
    missing = of_the_portal - sent.keys() - ELSEWHERE.keys()

    assert not missing, f"Send {missing} by a form, or name their test in ELSEWHERE."
    assert ELSEWHERE.keys() & sent.keys() == set()


def _name(path: Path) -> str:
    return str(path.relative_to(EMAILS.parent))

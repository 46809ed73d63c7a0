"""What Helferkreise do, who coordinates one, and what was shown and signed."""

import datetime as dt
import random

from lotsen_portal.common.months import months_after
from lotsen_portal.tenancy.models import Role
from volunteers.actions import confidentiality
from volunteers.models import (
    CircleMembership,
    Clearance,
    ConfidentialityAgreement,
    ConfidentialityText,
    HelperCircle,
    Volunteer,
)

DOES = [
    ("Begleitet neue Nachbarinnen und Nachbarn in den ersten Monaten.", "erster Dienstag, 18 Uhr"),
    ("Kaffee, Kuchen und Zeit zum Deutschsprechen.", "freitags 15 bis 17 Uhr, Pfarrheim"),
    ("Deutsch üben in kleinen Gruppen.", "mittwochs 18.30 Uhr, Bücherei"),
    ("Richtet gespendete Räder her und zeigt, wie man sie repariert.", "samstags ab 10 Uhr"),
]
ONE_MORE = (
    "Wenn mich die Presse fragt, verweise ich auf meine Integrationslotsin oder meinen"
    " Integrationslotsen."
)
# How many days from now the next showing is due; None is still missing.
DUE_IN = [None, -40, -3, 12, 30, None, 500, 800, 1100, 1400, 1700, None, 650, 300]


def fill(volunteers: list[Volunteer], lotsin: str, draw: random.Random, *, today: dt.date) -> None:
    """Tell of circles, let somebody with an account coordinate one, show and sign."""
    for circle, (does, meets) in zip(HelperCircle.objects.order_by("pk"), DOES, strict=False):
        circle.description, circle.meets = does, meets
        circle.save()
    own = [person for person in volunteers if person.membership_id]
    if own:
        _give_circle(own[0])
    _clearances(volunteers, lotsin, today=today)
    _signatures(volunteers, draw, today=today)


def _give_circle(volunteer: Volunteer) -> None:
    assert volunteer.membership is not None  # noqa: S101  # chosen so
    assert volunteer.membership.role == Role.VOLUNTEER  # noqa: S101  # as above
    circle = HelperCircle.objects.order_by("pk")[0]
    CircleMembership.objects.update_or_create(
        circle=circle, volunteer=volunteer, ends_on=None, defaults={"is_coordinator": True}
    )


def _clearances(volunteers: list[Volunteer], lotsin: str, *, today: dt.date) -> None:
    ours = [person.pk for person in volunteers]
    people = Volunteer.objects.with_minors(today).filter(pk__in=ours).order_by("pk")
    rows = []
    for number, person in enumerate(people):
        days = DUE_IN[number % len(DUE_IN)]
        if days is None:
            continue
        due = today + dt.timedelta(days=days)
        seen = months_after(due, -60)
        rows.append(
            Clearance(
                volunteer=person,
                requested_on=seen - dt.timedelta(days=40),
                issued_on=seen - dt.timedelta(days=18),
                seen_on=seen,
                seen_by=lotsin,
                next_due_on=due,
            )
        )
    Clearance.objects.bulk_create(rows)


def _signatures(volunteers: list[Volunteer], draw: random.Random, *, today: dt.date) -> None:
    """Let many sign, some of them before a sentence was added."""
    first = confidentiality.current_text()
    first.valid_from = today - dt.timedelta(days=900)
    first.save()
    second = ConfidentialityText.objects.create(
        version=2, text=f"{first.text}\n\n{ONE_MORE}", valid_from=today - dt.timedelta(days=200)
    )
    present = [person for person in volunteers if person.status == Volunteer.Status.ACTIVE]
    ConfidentialityAgreement.objects.bulk_create(
        ConfidentialityAgreement(
            volunteer=person,
            text=text,
            signed_on=text.valid_from + dt.timedelta(days=draw.randrange(0, 190)),
        )
        for number, person in enumerate(present)
        if number % 3 == 0
        for text in ([first] if number % 9 == 3 else [second])
    )

"""Who has come by themselves: two who would like to help, and one who wishes a change."""

import datetime as dt

from django.utils import timezone

from lotsen_portal.accounts.models import new_token
from lotsen_portal.tenancy.models import Municipality, Tenant
from volunteers.actions.offers import digest
from volunteers.models import ChangeRequest, HelpOffer, Volunteer

OFFERS = [
    # first name, last name, days ago, place by its number, what they say
    (
        "Miriam",
        "Anders",
        1,
        0,
        "Ich bin seit Kurzem in Rente und war Grundschullehrerin. Gern würde ich Kindern bei den"
        " Hausaufgaben helfen, am liebsten nachmittags.",
    ),
    (
        "Bogdan",
        "Ionescu",
        4,
        1,
        "Ich spreche Rumänisch und Deutsch und kann abends bei Briefen und Formularen helfen.",
    ),
]


def fill(tenant: Tenant, *, now: dt.datetime) -> None:
    places = list(Municipality.objects.order_by("pk"))
    for first, last, days, place, message in OFFERS:
        at = now - dt.timedelta(days=days, hours=2)
        email = f"{first}.{last}@{tenant.slug}.example".lower()
        municipality = places[place]
        typed = {"first_name": first, "last_name": last, "email": email}
        prospect = Volunteer.objects.create(
            **typed,
            municipality=municipality,
            place=municipality.name,
            status=Volunteer.Status.PROSPECT,
            joined_on=timezone.localdate(at),
        )
        prospect.record_status(on=prospect.joined_on)
        offer = HelpOffer.objects.create(
            **typed, municipality=municipality, message=message, token_hash=digest(new_token())
        )
        offer.confirm(prospect, at)
    wishing = Volunteer.objects.get(email=f"ehrenamt2@{tenant.slug}.example")
    ChangeRequest.objects.create(volunteer=wishing, wanted={"last_name": "Berger-Yıldız"})

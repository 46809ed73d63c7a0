"""People who stand in the register twice: two pairs to decide on, one that was merged."""

import datetime as dt
from typing import Any

from volunteers.actions import merging
from volunteers.models import Volunteer


def fill(*, today: dt.date, by: Any) -> None:
    reachable = Volunteer.objects.filter(status="active", membership=None).exclude(phone="")
    pairs = [(one, _again(one, today)) for one in reachable.order_by("pk")[:3]]
    one, other = pairs[0]
    versions = {one.pk: one.version, other.pk: other.version}
    merging.merge(one, other, {}, versions=versions, by=by)


def _again(person: Volunteer, today: dt.date) -> Volunteer:
    """Let somebody come once more as if nobody knew them, by the same telephone."""
    twin: Volunteer = Volunteer.objects.create(
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone,
        place=person.place,
        status=Volunteer.Status.PROSPECT,
        joined_on=today - dt.timedelta(days=20),
        note="Kam am Tag der offenen Tür an unseren Stand.",
    )
    twin.record_status(on=twin.joined_on)
    return twin

"""What hangs on a person, in one text a person, as PostgreSQL puts it together."""

from django.db.models import CharField, F, Func, JSONField, OuterRef, Q, Value

from volunteers.models import Availability, CircleMembership, VolunteerTag
from volunteers.querysets import Today, joined

OWN = Q(volunteer=OuterRef("pk"))


def _times() -> Func:
    """Return in SQL what somebody ticked in the week: „Mo vormittags“."""
    day = Func(
        F("weekday"),
        template="(ARRAY['Mo','Di','Mi','Do','Fr','Sa','So'])[%(expressions)s + 1]",
        output_field=CharField(),
    )
    slots = Value(dict(Availability.Slot.choices), JSONField())
    slot = Func(slots, "slot", function="jsonb_extract_path_text")
    label = Func(Value(" "), day, slot, function="concat_ws", output_field=CharField())
    rows = Availability.objects.filter(OWN).order_by("weekday", "slot")
    return joined(rows.annotate(label=label).values("label"))


# What only some lists show is asked for only there.
LABELS = {
    "circles": joined(
        CircleMembership.objects.on(Today())
        .filter(OWN)
        .order_by("circle__name")
        .values("circle__name")
    ),
    "tags_label": joined(
        VolunteerTag.objects.filter(OWN).order_by("tag__name").values("tag__name")
    ),
    "times": _times(),
}

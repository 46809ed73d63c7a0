"""Questions about volunteers and what they do; imports no model."""

import datetime as dt
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Membership, Role

# So long what takes an import or a merge back is kept, and no longer.
UNDO_PERIOD = dt.timedelta(days=14)


class Today(models.Expression):
    """The day in Germany when the query runs, so that a queryset may be written at import."""

    output_field = models.DateField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (timezone.localdate(),)


def in_force(on: dt.date | Today, prefix: str = "") -> Q:
    """Return the condition for rows whose from/until includes the day."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


def beyond(on: dt.date, prefix: str = "") -> Q:
    """Return the condition for rows that hold that day and do not end with it."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": on})
    )


def standing(on: dt.date, prefix: str = "") -> Q:
    """Return the condition for Helferkreise that are not dissolved that day."""
    return Q(**{f"{prefix}dissolved_on__isnull": True}) | Q(**{f"{prefix}dissolved_on__gt": on})


def leads(own: Membership, on: dt.date, prefix: str) -> Q:
    """Return the condition for memberships by which somebody coordinates a Helferkreis."""
    leading = Q(
        **{
            f"{prefix}is_coordinator": True,
            f"{prefix}volunteer__membership": own,
            f"{prefix}volunteer__left_on__isnull": True,
        }
    )
    return leading & beyond(on, prefix)


def joined(labels: models.QuerySet[Any, Any]) -> Func:
    """Return the rows of a subquery as one text, with commas."""
    text = models.TextField()
    return Func(ArraySubquery(labels), Value(", "), function="array_to_string", output_field=text)


class DatedQuerySet(models.QuerySet):
    """Rows with `starts_on` and an optional `ends_on`, both inclusive."""

    def on(self, day: dt.date | Today) -> Any:
        return self.filter(in_force(day))


class VolunteerQuerySet(models.QuerySet):
    model: Any  # has `labels_for_list`

    def visible_to(self, member: Member) -> "VolunteerQuerySet":
        """Keep those whose page the member may see: staff all, a volunteer their own."""
        if member.is_staff:
            return self
        own = member.as_role(Role.VOLUNTEER)
        return self.filter(membership=own) if own else self.none()

    def led_by(self, member: Member, *, on: dt.date) -> "VolunteerQuerySet":
        """Keep who belongs that day to a Helferkreis that the member coordinates that day.

        Whose last day it is, in the circle or in the registry, is no longer among them.
        """
        own = member.as_role(Role.VOLUNTEER)
        if own is None:
            return self.none()
        circle = "circle_memberships__circle__"
        led = leads(own, on, f"{circle}memberships__") & standing(on, circle)
        held = beyond(on, "circle_memberships__")
        return self.filter(led & held, left_on__isnull=True).distinct()

    def in_circle(self, circle: Any, *, on: dt.date) -> "VolunteerQuerySet":
        """Keep who belongs to the Helferkreis that day, which is not their last in it."""
        held = Q(circle_memberships__circle=circle) & beyond(on, "circle_memberships__")
        stands = standing(on, "circle_memberships__circle__")
        return self.filter(held & stands, left_on__isnull=True).distinct()

    def with_minors(self, on: dt.date) -> "VolunteerQuerySet":
        """Keep those present who help that day in a field with minors, § 30a Abs. 1 BZRG."""
        engagements = self.model._meta.get_field("engagements").related_model
        own = Q(volunteer=models.OuterRef("pk"), field__involves_minors=True)
        return self.filter(models.Exists(engagements.objects.on(on).filter(own))).exclude(
            status="left"
        )

    def lacking_clearance(self, on: dt.date, *, soon: dt.date) -> "VolunteerQuerySet":
        """Keep those who need a Führungszeugnis and have none, or one that is due until `soon`."""
        return (
            self.with_minors(on)
            .annotate(
                clearance_due_on=models.F("clearances__next_due_on"),
                clearance_requested_on=models.F("clearances__requested_on"),
            )
            .filter(Q(clearance_due_on__isnull=True) | Q(clearance_due_on__lte=soon))
        )

    def by_clearance(self) -> "VolunteerQuerySet":
        """Put first what ran out longest ago, and last what was never there."""
        due = models.F("clearance_due_on").asc(nulls_last=True)
        return self.order_by(due, "sort_key", "pk").fetch_mode(models.FETCH_RAISE)

    def for_list(self) -> "VolunteerQuerySet":
        """Load what the list shows, and refuse to load anything else row by row."""
        return (
            self.annotate(**self.model.labels_for_list())
            .order_by("sort_key", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class HelperCircleQuerySet(models.QuerySet):
    model: Any

    def visible_to(self, member: Member, *, on: dt.date) -> "HelperCircleQuerySet":
        """Keep those the member may see: staff all, a volunteer those they coordinate that day."""
        return self if member.is_staff else self.led_by(member, on=on)

    def led_by(self, member: Member, *, on: dt.date) -> "HelperCircleQuerySet":
        """Keep those that the member coordinates that day as a volunteer."""
        own = member.as_role(Role.VOLUNTEER)
        if own is None:
            return self.none()
        # Among rows of their own, or `for_list` would count the coordinator alone.
        led = self.model.objects.filter(leads(own, on, "memberships__"))
        return self.filter(standing(on), pk__in=led.values("pk"))

    def standing(self, on: dt.date) -> "HelperCircleQuerySet":
        return self.filter(standing(on))

    def for_list(self, *, on: dt.date) -> "HelperCircleQuerySet":
        """Load what the list shows: those that stand first, each with its number of members."""
        held = beyond(on, "memberships__") & Q(memberships__volunteer__left_on=None)
        return self.annotate(
            member_count=models.Count("memberships__volunteer", filter=held, distinct=True)
        ).order_by(models.F("dissolved_on").desc(nulls_first=True), "name", "pk")


class InquiryQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> "InquiryQuerySet":
        """Keep those the member may see: staff all, a volunteer their own."""
        if member.is_staff:
            return self
        own = member.as_role(Role.VOLUNTEER)
        return self.filter(volunteer__membership=own) if own else self.none()

    def unanswered(self) -> "InquiryQuerySet":
        return self.filter(answered_at__isnull=True, closed_at__isnull=True)

    def left_to(self, person: Membership) -> "InquiryQuerySet":
        """Keep those the person is responsible for, and those that nobody has touched yet."""
        return self.filter(Q(responsible=person) | Q(responsible=None))

    def in_state(self, state: str) -> "InquiryQuerySet":
        """Keep those that are "open" (nobody has answered), "answered" or "closed"."""
        if state == "open":
            return self.unanswered()
        if state == "answered":
            return self.filter(answered_at__isnull=False, closed_at__isnull=True)
        return self.filter(closed_at__isnull=False)

    def search(self, text: str) -> "InquiryQuerySet":
        """Keep those in whose subject, or the name of whoever asked, every word occurs."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(subject__icontains=word)
                | Q(volunteer__first_name__icontains=word)
                | Q(volunteer__last_name__icontains=word)
            )
        return found

    def with_waiting_since(self) -> "InquiryQuerySet":
        """Add the moment of the last message from whoever asked, as `waiting_since`."""
        asked = models.Max("messages__at", filter=Q(messages__from_staff=False))
        return self.annotate(waiting_since=Coalesce(asked, "asked_at"))

    def for_list(self) -> "InquiryQuerySet":
        """Load what the list shows: the oldest unanswered first, the closed ones last."""
        return (
            self.select_related("topic", "volunteer", "responsible")
            .with_waiting_since()
            .order_by(
                models.F("closed_at").desc(nulls_first=True),
                models.F("answered_at").desc(nulls_first=True),
                "asked_at",
                "pk",
            )
            .fetch_mode(models.FETCH_RAISE)
        )


class HoursQuerySet(models.QuerySet):
    def within(self, first: dt.date, last: dt.date) -> "HoursQuerySet":
        return self.filter(on__range=(first, last))


class QualificationQuerySet(models.QuerySet):
    def expiring(self, first: dt.date, last: dt.date) -> "QualificationQuerySet":
        """Keep what runs out between the days, both inclusive."""
        return self.filter(expires_on__range=(first, last))

    def of_those_present(self) -> "QualificationQuerySet":
        return self.exclude(volunteer__status="left")


class HelpOfferQuerySet(models.QuerySet):
    def openable(self, since: dt.datetime) -> "HelpOfferQuerySet":
        """Keep what the link of a mail still leads to: what is confirmed, and what may be."""
        return self.filter(Q(confirmed_at__isnull=False) | Q(offered_at__gt=since))

    def unconfirmed(self, *, before: dt.datetime) -> "HelpOfferQuerySet":
        return self.filter(confirmed_at__isnull=True, offered_at__lte=before)

    def for_today(self) -> "HelpOfferQuerySet":
        """Load what the Lotsin has not seen to yet, the longest waiting first."""
        return (
            self.filter(confirmed_at__isnull=False, seen_at__isnull=True)
            .select_related("volunteer", "municipality")
            .order_by("confirmed_at", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class ClearanceQuerySet(models.QuerySet):
    def due(self, by: dt.date) -> "ClearanceQuerySet":
        """Keep what has to be shown again until that day, or should have been before."""
        return self.filter(next_due_on__lte=by)


class MergeQuerySet(models.QuerySet):
    def undoable(self, now: dt.datetime) -> "MergeQuerySet":
        """Keep what a Lotsin may still take back."""
        return self.filter(undone_at=None, merged_at__gt=now - UNDO_PERIOD)

    def past_undoing(self, now: dt.datetime) -> "MergeQuerySet":
        """Keep what can no longer be taken back and still tells how."""
        return self.filter(merged_at__lte=now - UNDO_PERIOD).exclude(gone={}, before={}, moved=[])


class ImportRunQuerySet(models.QuerySet):
    model: Any  # has `AT_WORK` and `MAX_ATTEMPTS`

    def claimable(self, now: dt.datetime) -> "ImportRunQuerySet":
        """Keep what waits for a worker, and what a dead one left behind."""
        waits = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
        most = self.model.MAX_ATTEMPTS
        return self.filter(waits, state__in=self.model.AT_WORK, attempt__lt=most)

    def claim(self, pk: int, *, until: dt.datetime, now: dt.datetime) -> bool:
        """Take the run for work; False if there is nothing to take, or somebody is just at it."""
        free = self.claimable(now).filter(pk=pk).select_for_update(skip_locked=True)
        if not free.values_list("pk", flat=True):
            return False
        self.filter(pk=pk).update(attempt=models.F("attempt") + 1, lease_until=until)
        return True

    def exhausted(self, now: dt.datetime) -> "ImportRunQuerySet":
        """Keep what died in its last attempt."""
        most = self.model.MAX_ATTEMPTS
        return self.filter(state__in=self.model.AT_WORK, lease_until__lt=now, attempt__gte=most)

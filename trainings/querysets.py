"""Questions about Schulungen, who signed up and who was there; imports no model."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Count, F, Q, Sum

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> "TrainingQuerySet":
        """Keep those the member may see: staff all, everybody else the published ones."""
        return self if member.is_staff else self.published()

    def under_lock(self, pk: int) -> Any:
        """Return the training and hold its row until the transaction ends."""
        # Not stronger than needed: a plain FOR UPDATE would wait for every insert that refers
        # to the row, and two such inserts for each other.
        return self.select_for_update(no_key=True).get(pk=pk)

    def published(self) -> "TrainingQuerySet":
        return self.filter(published_at__isnull=False)

    def in_state(self, state: str) -> "TrainingQuerySet":
        """Keep those that are "draft", "published" (and not cancelled) or "cancelled"."""
        if state == "cancelled":
            return self.filter(cancelled_at__isnull=False)
        return self.filter(cancelled_at__isnull=True, published_at__isnull=state == "draft")

    def upcoming(self, now: dt.datetime) -> "TrainingQuerySet":
        """Keep those with a session still to come."""
        return self.filter(last_ends_at__gte=now)

    def current(self, now: dt.datetime) -> "TrainingQuerySet":
        """Keep those with a session still to come, and drafts without any yet."""
        return self.filter(Q(last_ends_at__gte=now) | Q(last_ends_at__isnull=True))

    def past(self, now: dt.datetime) -> "TrainingQuerySet":
        return self.filter(last_ends_at__lt=now)

    def open_for_registration(self, now: dt.datetime) -> "TrainingQuerySet":
        """Keep the published ones that have not begun and are not cancelled."""
        return self.published().filter(starts_at__gt=now, cancelled_at__isnull=True)

    def beginning_within(self, days: int, *, now: dt.datetime) -> "TrainingQuerySet":
        """Keep the published ones, not cancelled, that run or begin in the coming days."""
        until = now + dt.timedelta(days=days)
        return self.in_state("published").upcoming(now).filter(starts_at__lte=until)

    def search(self, text: str) -> "TrainingQuerySet":
        """Keep those in whose title, description, place or speaker every word occurs."""
        found = self
        for word in text.split():
            found = found.filter(
                Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(place__icontains=word)
                | Q(speaker__icontains=word)
            )
        return found

    def within(self, first: dt.date, last: dt.date) -> "TrainingQuerySet":
        """Keep the published ones held (begun) between the two days, both inclusive.

        A cancelled one was not held, a draft never offered.
        """
        return self.in_state("published").filter(starts_at__date__range=(first, last))

    def called_off_within(self, first: dt.date, last: dt.date) -> "TrainingQuerySet":
        """Keep the published ones that should have begun between the two days and did not."""
        return self.published().filter(
            starts_at__date__range=(first, last), cancelled_at__isnull=False
        )

    def totals(self) -> dict[str, int]:
        """Return how many Schulungen these are, their seats and their Unterrichtseinheiten."""
        # Sessions multiply rows in a join, so they are summed in a query of their own.
        units = self.aggregate(units=Sum("sessions__teaching_units", default=0))
        return self.aggregate(trainings=Count("pk"), seats=Sum("capacity", default=0)) | units

    def with_sessions(self, sessions: models.QuerySet) -> "TrainingQuerySet":
        """Load the sessions along, in their order.

        `sessions` says whose: those of the active Kreis, the public ones, a neighbour's.
        """
        in_order = sessions.order_by("starts_at", "pk")
        return self.prefetch_related(models.Prefetch("sessions", queryset=in_order))

    def for_list(self) -> "TrainingQuerySet":
        """Refuse to load row by row; add `with_sessions` where sessions are shown."""
        return (
            self.select_related("topic", "host")
            .order_by("starts_at", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class SessionQuerySet(models.QuerySet):
    def with_attendance(self) -> "SessionQuerySet":
        """Count along who was there and for how many it is recorded."""
        recorded = Count("attendances", filter=Q(attendances__present__isnull=False))
        present = Count("attendances", filter=Q(attendances__present=True))
        return self.annotate(recorded_count=recorded, present_count=present)


class RegistrationQuerySet(models.QuerySet):
    model: Any  # has `objects`

    def visible_to(self, member: Member) -> "RegistrationQuerySet":
        """Keep those the member may see: staff all, a volunteer their own."""
        if member.is_staff:
            return self
        own = member.as_role(Role.VOLUNTEER)
        return self.filter(volunteer__membership=own) if own else self.none()

    def confirmed(self) -> "RegistrationQuerySet":
        return self.filter(status="confirmed")

    def waiting(self) -> "RegistrationQuerySet":
        """Keep the waiting list, in its order."""
        return self.filter(status="waiting").order_by("confirmed_at", "pk")

    def holding(self) -> "RegistrationQuerySet":
        """Keep those that hold or want a seat."""
        return self.filter(status__in=["confirmed", "waiting"])

    def of_trainings_within(self, first: dt.date, last: dt.date) -> "RegistrationQuerySet":
        """Keep those for Schulungen held between the two days, both inclusive."""
        return self.filter(
            training__published_at__isnull=False,
            training__cancelled_at__isnull=True,
            training__starts_at__date__range=(first, last),
        )

    def ever_confirmed(self) -> "RegistrationQuerySet":
        """Keep every real registration, also those withdrawn later; not the unconfirmed ones."""
        return self.filter(confirmed_at__isnull=False).exclude(status="pending")

    def withdrawn(self) -> "RegistrationQuerySet":
        """Keep those who had signed up and cancelled."""
        return self.filter(status="cancelled", confirmed_at__isnull=False)

    def attended(self) -> "RegistrationQuerySet":
        """Keep those who were there at one session at least, each once."""
        return self.filter(attendances__present=True).distinct()

    def in_order(self) -> "RegistrationQuerySet":
        """Load for a list of participants: in the order they signed up."""
        return (
            self.select_related("home_tenant")
            .order_by("confirmed_at", "asked_at", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )

    def with_place(self) -> "RegistrationQuerySet":
        """Annotate `ahead`: how many wait before this one."""
        earlier = self.model.objects.filter(training=models.OuterRef("training"), status="waiting")
        sooner = Q(confirmed_at__lt=models.OuterRef("confirmed_at"))
        same = Q(confirmed_at=models.OuterRef("confirmed_at"), pk__lt=models.OuterRef("pk"))
        counted = (
            earlier.filter(sooner | same).order_by().values("training").annotate(n=Count("pk"))
        )
        return self.annotate(
            ahead=models.functions.Coalesce(models.Subquery(counted.values("n")), 0)
        )

    def with_sessions(self, sessions: models.QuerySet) -> "RegistrationQuerySet":
        """Load the sessions of each training along, in their order."""
        in_order = sessions.order_by("starts_at", "pk")
        return self.prefetch_related(models.Prefetch("training__sessions", queryset=in_order))

    def for_person(self) -> "RegistrationQuerySet":
        """Load for a person's own list: with the training, the next one first."""
        return (
            self.select_related("training")
            .with_place()
            .order_by("training__starts_at", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


class AttendanceQuerySet(models.QuerySet):
    def untold(self) -> "AttendanceQuerySet":
        """Keep what the home Kreis of a guest has yet to learn."""
        return self.filter(told_at__isnull=True, registration__home_tenant__isnull=False).exclude(
            registration__home_tenant=F("tenant")
        )

    def in_full(self) -> "AttendanceQuerySet":
        """Load the registration, the session and the training along."""
        return self.select_related("registration", "session__training").order_by("pk")

import datetime as dt

from django.db import models

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> "TrainingQuerySet":
        """Keep those the member may see: staff all, everybody else the published ones."""
        return self if member.is_staff else self.published()

    def published(self) -> "TrainingQuerySet":
        return self.filter(published_at__isnull=False)

    def upcoming(self, now: dt.datetime) -> "TrainingQuerySet":
        """Keep those with a session still to come."""
        return self.filter(last_ends_at__gte=now)

    def open_for_registration(self, now: dt.datetime) -> "TrainingQuerySet":
        """Keep the published ones that have not begun and are not cancelled."""
        return self.published().filter(starts_at__gt=now, cancelled_at__isnull=True)

    def within(self, first: dt.date, last: dt.date) -> "TrainingQuerySet":
        """Keep those held (begun) between the two days, both inclusive, and not cancelled."""
        return self.filter(starts_at__date__range=(first, last), cancelled_at__isnull=True)

    def with_sessions(self, sessions: models.QuerySet) -> "TrainingQuerySet":
        """Load the sessions along, in their order.

        `sessions` says whose: those of the active Kreis, the public ones, a neighbour's.
        """
        in_order = sessions.order_by("starts_at", "pk")
        return self.prefetch_related(models.Prefetch("sessions", queryset=in_order))

    def for_list(self) -> "TrainingQuerySet":
        """Refuse to load row by row; add `with_sessions` where sessions are shown."""
        return self.order_by("starts_at", "pk").fetch_mode(models.FETCH_RAISE)


class RegistrationQuerySet(models.QuerySet):
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

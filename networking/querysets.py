"""Questions about partners, activities and knowledge; imports no model."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role

# What nobody has confirmed for so long may be out of date.
CONFIRMED_FOR = dt.timedelta(days=365)


class CountedQuerySet(models.QuerySet):
    model: Any  # with Kind and, for partners, what its lists prefetch

    def count_by_kind(self) -> dict[str, int]:
        """Count the rows of each kind; a kind without rows counts 0."""
        counts = dict(self.order_by().values_list("kind").annotate(Count("pk")))
        return {kind: counts.get(kind, 0) for kind in self.model.Kind.values}


def _mentions(word: str) -> Q:
    return Q(name__icontains=word) | Q(place__icontains=word) | Q(offers_text__icontains=word)


class PartnerQuerySet(CountedQuerySet):
    def visible_to(self, member: Member) -> "PartnerQuerySet":
        """Keep those the member may see: staff all, a partner their own entry."""
        return self if member.is_staff else self._own(member)

    def editable_by(self, member: Member) -> "PartnerQuerySet":
        """Keep those the member may change: coordinators all, a partner their own entry."""
        return self if member.has(Role.COORDINATOR) else self._own(member)

    def _own(self, member: Member) -> "PartnerQuerySet":
        own = member.as_role(Role.PARTNER)
        return self.filter(contacts__membership=own).distinct() if own else self.none()

    def search(self, text: str) -> "PartnerQuerySet":
        """Keep those in whose name, place or offers every word occurs: what everybody may ask."""
        found = self
        for word in text.split():
            found = found.filter(_mentions(word))
        return found

    def search_with_contacts(self, text: str) -> "PartnerQuerySet":
        """Search for the Kreis's own people, who also look up whoever has just phoned."""
        found = self
        for word in text.split():
            named = self.model.objects.filter(contacts__name__icontains=word)
            found = found.filter(_mentions(word) | Q(pk__in=named.values("pk")))
        return found

    def supporting(self, task_area: str) -> "PartnerQuerySet":
        return self.filter(task_areas__contains=[task_area])

    def on(self, day: dt.date) -> "PartnerQuerySet":
        """Keep those that belong to the network on that day."""
        return self.filter(
            Q(partner_until__isnull=True) | Q(partner_until__gte=day), partner_since__lte=day
        )

    def ended(self) -> "PartnerQuerySet":
        return self.filter(partner_until__isnull=False)

    def unconfirmed(self, *, on: dt.date) -> "PartnerQuerySet":
        """Keep the network's entries that nobody has typed or confirmed for a year."""
        known = self.on(on).annotate(known_on=Coalesce("confirmed_on", TruncDate("created_at")))
        return known.filter(known_on__lt=on - CONFIRMED_FOR)

    def in_directory(self, *, on: dt.date) -> "PartnerQuerySet":
        """Keep what the Kreis shows to everybody."""
        return self.on(on).filter(is_public=True)

    def for_list(self) -> "PartnerQuerySet":
        """Load what the list shows, and refuse to load anything else row by row."""
        return (
            self.order_by("sort_key", "pk")
            .prefetch_related(*self.model.prefetches_for_list())
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_directory(self) -> "PartnerQuerySet":
        """Load what everybody may see, the public contacts among it."""
        return (
            self.defer("note")
            .order_by("sort_key", "pk")
            .prefetch_related(*self.model.prefetches_for_directory())
            .fetch_mode(models.FETCH_RAISE)
        )


class ContactPersonQuerySet(models.QuerySet):
    def editable_by(self, member: Member) -> "ContactPersonQuerySet":
        """Keep those the member may change: coordinators all, a partner those of their entry."""
        if member.has(Role.COORDINATOR):
            return self
        own = member.as_role(Role.PARTNER)
        return self.filter(partner__contacts__membership=own).distinct() if own else self.none()


class ActivityQuerySet(CountedQuerySet):
    """Rows with a day and a title."""

    def within(self, first: dt.date, last: dt.date) -> "ActivityQuerySet":
        """Keep those of the period, both days included."""
        return self.filter(on__range=(first, last))

    def search(self, text: str) -> "ActivityQuerySet":
        found = self
        for word in text.split():
            found = found.filter(title__icontains=word)
        return found

    def for_list(self) -> "ActivityQuerySet":
        return self.order_by("-on", "-pk").fetch_mode(models.FETCH_RAISE)


class NetworkMeetingQuerySet(ActivityQuerySet):
    def held(self) -> "NetworkMeetingQuerySet":
        """Keep those the Lotsin held herself."""
        return self.filter(part="held")

    def attended(self) -> "NetworkMeetingQuerySet":
        """Keep those of others that the Lotsin went to."""
        return self.filter(part="attended")


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> "ArticleQuerySet":
        """Keep those the member may read: staff all, other members the published ones."""
        return self if member.is_staff else self.published()

    def published(self) -> "ArticleQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "ArticleQuerySet":
        return self.filter(published_at__isnull=True)

    def search(self, text: str) -> "ArticleQuerySet":
        """Keep those in whose title or text every word occurs."""
        found = self
        for word in text.split():
            found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
        return found

    def newest(self) -> "ArticleQuerySet":
        return (
            self.select_related("topic")
            .defer("text")
            .order_by("-published_at", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_list(self) -> "ArticleQuerySet":
        return self.select_related("topic").order_by("title", "pk").fetch_mode(models.FETCH_RAISE)

from django.db import models

from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> "PartnerQuerySet":
        """Keep those the member may see: staff all, a partner their own entry."""
        if member.is_staff:
            return self
        own = member.as_role(Role.PARTNER)
        return self.filter(contacts__membership=own).distinct() if own else self.none()

    def search(self, text: str) -> "PartnerQuerySet":
        """Keep those in whose name, place or offers every word occurs."""
        found = self
        for word in text.split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(place__icontains=word)
                | models.Q(offers_text__icontains=word)
            )
        return found

    def for_list(self) -> "PartnerQuerySet":
        """Load what the list shows, and refuse to load anything else row by row."""
        return self.order_by("sort_key", "pk").fetch_mode(models.FETCH_RAISE)


class ArticleQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> "ArticleQuerySet":
        """Keep those the member may read: staff all, other members the published ones."""
        return self if member.is_staff else self.filter(published_at__isnull=False)

    def for_list(self) -> "ArticleQuerySet":
        return self.select_related("topic").order_by("title", "pk").fetch_mode(models.FETCH_RAISE)

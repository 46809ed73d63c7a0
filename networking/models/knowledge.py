import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import ActiveTenantId, SharedForeignKey
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from networking.querysets import ArticleQuerySet


class AbstractArticle(VersionedModel):
    """Something worth knowing, about one topic."""

    title = models.CharField("Titel", max_length=200)
    topic = SharedForeignKey(
        "volunteers.Topic", models.PROTECT, related_name="+", verbose_name="Thema"
    )
    text = models.TextField("Text", max_length=20000)
    published_at = models.DateTimeField("veröffentlicht", null=True, editable=False)
    updated_at = models.DateTimeField("Stand", auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Article(AbstractArticle, TenantScopedModel):
    """An article of a Kreis, for its volunteers and partners once published."""

    objects: ClassVar[Any] = TenantManager.from_queryset(ArticleQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "title"],
                name="article_once",
                violation_error_message="Einen Artikel mit diesem Titel gibt es schon.",
            ),
        ]

    # Mutators

    def publish(self, at: dt.datetime) -> None:
        """Open the article to the Kreis's members."""
        if self.is_published:
            raise DomainError(f"„{self}“ ist bereits veröffentlicht.")
        self._become(published_at=at)

    def unpublish(self) -> None:
        """Make a draft of it again, for staff alone."""
        if not self.is_published:
            raise DomainError(f"„{self}“ ist bereits ein Entwurf.")
        self._become(published_at=None)

    def _become(self, *, published_at: dt.datetime | None) -> None:
        self.published_at = published_at
        # No form shows it, so an open form need not hear of it: version and "Stand" stay.
        type(self).objects.filter(pk=self.pk).update(published_at=published_at)


class LandArticle(AbstractArticle):
    """An article for all Kreise."""


class GoodPractice(VersionedModel, TenantScopedModel):
    """What worked in a Kreis, told to the neighbours it is opened to."""

    title = models.CharField("Titel", max_length=200)
    text = models.TextField("Text", max_length=20000)
    shared_with_all = models.BooleanField("für alle Kreise", default=False)
    # Ids of tenants: a Kreis is never deleted, and no row refers to a row of another.
    shared_with = ArrayField(models.BigIntegerField(), default=list, blank=True)

    objects: ClassVar[Any] = TenantManager()
    offered: ClassVar[Any] = ReadingManager(
        "neighbour", Q(shared_with_all=True) | Q(shared_with__contains=[ActiveTenantId()])
    )

    def __str__(self) -> str:
        return self.title

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import ActiveTenantId
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from networking.querysets import ArticleQuerySet


class AbstractArticle(VersionedModel):
    """Something worth knowing, about one topic."""

    title = models.CharField("Titel", max_length=200)
    topic = models.ForeignKey(
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
        indexes = [models.Index(fields=["tenant", "title"], name="article_list_ix")]


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

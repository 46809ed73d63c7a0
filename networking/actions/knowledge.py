"""Writing for the Kreis: articles as drafts, then for everybody."""

import datetime as dt
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from networking.models import Article


@transaction.atomic
def save(article: Article, *, by: Any) -> Article:
    """Store a new or changed article; a new one is a draft."""
    with trail.saving("article", article, by=by):
        save_once(article, taken="Einen Artikel mit diesem Titel gibt es schon.", field="title")
    return article


@transaction.atomic
def publish(article: Article, *, at: dt.datetime, by: Any) -> None:
    """Let the Kreis's members read the article."""
    _lock(article)
    article.publish(at)
    trail.record("article.published", article, by=by)


@transaction.atomic
def unpublish(article: Article, *, by: Any) -> None:
    """Take the article back into the drafts."""
    _lock(article)
    article.unpublish()
    trail.record("article.unpublished", article, by=by)


@transaction.atomic
def remove(article: Article, *, by: Any) -> None:
    """Delete a draft."""
    _lock(article)
    if article.is_published:
        raise DomainError(f"„{article}“ ist veröffentlicht. Nehmen Sie den Artikel zuerst zurück.")
    trail.record("article.removed", article, by=by)
    article.delete()


def _lock(article: Article) -> None:
    """Wait for whoever changes the row and see what they left: of two clicks one acts."""
    article.refresh_from_db(from_queryset=Article.objects.select_for_update())

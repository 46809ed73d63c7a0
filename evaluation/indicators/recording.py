"""What a Kreis has never recorded is not zero."""

from django.db.models import QuerySet

from evaluation.indicators.period import Period
from evaluation.indicators.registry import Figures


def recorded(figures: Figures, facts: QuerySet, day: str, period: Period) -> Figures:
    """Return the figures, or None for each („nicht erfasst“) where the period ends before the
    first of the facts they count; `day` is the facts' field or lookup.
    """
    has_begun = facts.filter(**{f"{day}__lte": period.last}).exists()
    return figures if has_begun else dict.fromkeys(figures)

"""Figures beside the texts: by task area of the directive, and by part of the report."""

from collections.abc import Callable

from django.db.models import Count, QuerySet, Sum

from evaluation.indicators import people, work
from evaluation.indicators.period import Period
from evaluation.indicators.registry import Figures
from networking.models import NetworkMeeting, OutreachActivity, Partner
from trainings.models import Training
from volunteers.models import Consultation, HelpRequest, Inquiry, TaskArea


def by_task_area(period: Period) -> dict[str, Figures]:
    """Count what carries each task area; what never occurs in an area is left out."""
    counted = {
        "Beratungskontakte": _of(Consultation.objects.filter(on__range=period.days), Sum("count")),
        "Fragen über das Portal": _of(
            Inquiry.objects.filter(asked_at__date__range=period.days), Count("pk")
        ),
        "Hilfegesuche": _of(
            HelpRequest.objects.filter(received_on__range=period.days), Count("pk")
        ),
        "Schulungen": _of(Training.objects.within(*period.days), Count("pk")),
        "Netzwerktreffen": _of(NetworkMeeting.objects.filter(on__range=period.days), Count("pk")),
        "Öffentlichkeitsarbeit": _of(
            OutreachActivity.objects.filter(on__range=period.days), Count("pk")
        ),
        "Partner in diesem Feld": _partners(period),
    }
    return {
        area: {label: counts[area] for label, counts in counted.items() if area in counts}
        for area in TaskArea.values
    }


def _of(rows: QuerySet, count: Sum | Count) -> dict[str, int]:
    return dict(rows.order_by().values_list("task_area").annotate(n=count))


def _partners(period: Period) -> dict[str, int]:
    counts: dict[str, int] = {}
    partners = Partner.objects.filter(partner_since__lte=period.last).exclude(
        partner_until__lt=period.last
    )
    for areas in partners.values_list("task_areas", flat=True):
        for area in areas:
            counts[area] = counts.get(area, 0) + 1
    return counts


def _recruitment(period: Period) -> Figures:
    figures = people.volunteers(period)
    wanted = (
        "Neu aktiv geworden",
        "Neu aktiv, mit eigener Migrationsgeschichte",
        "davon mit eigener Migrationsgeschichte",
        "Ausgeschieden",
    )
    names = {"davon mit eigener Migrationsgeschichte": "Aktiv mit eigener Migrationsgeschichte"}
    return {names.get(label, label): figures[label] for label in wanted}


def _conditions(period: Period) -> Figures:
    total = "Aktive Ehrenamtliche am Jahresende"
    return {total: people.volunteers(period)[total], **people.circles(period)}


PARTS: dict[str, Callable[[Period], Figures]] = {
    "staff": work.staff,
    "conditions": _conditions,
    "network": work.network,
    "recruitment": _recruitment,
}


def beside(part: str, key: str, period: Period) -> Figures:
    """Return the figures that stand beside a chapter; a chapter without figures has none."""
    if part == "task_area":
        return by_task_area(period).get(key.removeprefix("area_"), {})
    return PARTS[part](period) if part in PARTS else {}

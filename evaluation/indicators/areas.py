"""Figures beside the texts: by task area of the directive, and by part of the report."""

from collections.abc import Callable

from django.db.models import Count, QuerySet, Sum

from evaluation.indicators import people, work
from evaluation.indicators.period import Period
from evaluation.indicators.recording import recorded
from evaluation.indicators.registry import Figures
from networking.models import NetworkMeeting, OutreachActivity, Partner
from trainings.models import Training
from volunteers.models import Consultation, HelpRequest, Inquiry, TaskArea


def by_task_area(period: Period) -> dict[str, Figures]:
    """Count what carries each task area."""
    counted = {
        "Beratungskontakte": _of(Consultation.objects.all(), "on", period, Sum("count")),
        "Fragen über das Portal": _of(Inquiry.objects.all(), "asked_at__date", period),
        "Hilfegesuche": _of(HelpRequest.objects.all(), "received_on", period),
        "Schulungen": _of_trainings(period),
        "Netzwerktreffen": _of(NetworkMeeting.objects.all(), "on", period),
        "Öffentlichkeitsarbeit": _of(OutreachActivity.objects.all(), "on", period),
        "Partner in diesem Feld": recorded(
            _partners(period), Partner.objects.all(), "partner_since", period
        ),
    }
    return {
        area: {label: counts[area] for label, counts in counted.items()} for area in TaskArea.values
    }


def _of(rows: QuerySet, day: str, period: Period, count: Sum | Count | None = None) -> Figures:
    within = rows.filter(**{f"{day}__range": period.days})
    return recorded(_by_area(within, count or Count("pk")), rows, day, period)


def _of_trainings(period: Period) -> Figures:
    published = Training.objects.published()
    held = _by_area(Training.objects.within(*period.days), Count("pk"))
    return recorded(held, published, "starts_at__date", period)


def _by_area(rows: QuerySet, count: Sum | Count) -> Figures:
    found = dict(rows.order_by().values_list("task_area").annotate(n=count))
    return {area: found.get(area, 0) for area in TaskArea.values}


def _partners(period: Period) -> Figures:
    counts = dict.fromkeys(TaskArea.values, 0)
    partners = Partner.objects.filter(partner_since__lte=period.last).exclude(
        partner_until__lt=period.last
    )
    for areas in partners.values_list("task_areas", flat=True):
        for area in areas:
            counts[area] += 1
    return dict(counts)


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

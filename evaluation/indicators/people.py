"""K1, K5, K6, K8: volunteers, their hours, circles and languages."""

from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from evaluation.indicators.numbers import decimal_figure
from evaluation.indicators.period import Period
from evaluation.indicators.registry import Figures, Kind, indicator
from evaluation.indicators.suppression import suppress_small
from volunteers.models import (
    CircleMembership,
    CircleMunicipality,
    HelperCircle,
    HelpRequest,
    HoursEntry,
    LanguageSkill,
    StatusChange,
    Volunteer,
)

Status = Volunteer.Status
SERVICE_RECORD_HOURS, VOLUNTEER_CARD_HOURS = 80, 250


def status_on(day: object) -> dict[int, str]:
    """Return the status of each volunteer on that day: the last change on or before it."""
    changes = (
        StatusChange.objects.filter(on__lte=day)
        .order_by("volunteer_id", "-on", "-pk")
        .distinct("volunteer_id")
    )
    return dict(changes.values_list("volunteer_id", "status"))


def active_on(day: object) -> set[int]:
    return {pk for pk, status in status_on(day).items() if status == Status.ACTIVE}


def _changed_to(status: str, period: Period) -> QuerySet:
    return StatusChange.objects.filter(status=status, on__range=period.days)


def _first_active_in(period: Period) -> set[int]:
    before = StatusChange.objects.filter(status=Status.ACTIVE, on__lt=period.first)
    became = _changed_to(Status.ACTIVE, period).values_list("volunteer_id", flat=True)
    return set(became) - set(before.values_list("volunteer_id", flat=True))


@indicator(
    "K1",
    "Ehrenamtliche",
    Kind.PERSONS_BY_TRAIT,
    charted=("Aktive Ehrenamtliche am Jahresende", "Neu aktiv geworden", "Ausgeschieden"),
)
def volunteers(period: Period) -> Figures:
    """Ehrenamtliche, deren Status am letzten Tag des Zeitraums „aktiv“ war. Neu ist, wer im
    Zeitraum zum ersten Mal aktiv wurde; ausgeschieden ist, wer im Zeitraum ausschied und am Ende
    nicht zurück war. Die Migrationsgeschichte ist eine freiwillige Selbstauskunft.
    """
    status = status_on(period.last)
    active = {pk for pk, value in status.items() if value == Status.ACTIVE}
    first_time = _first_active_in(period)
    gone = {
        pk
        for pk in _changed_to(Status.LEFT, period).values_list("volunteer_id", flat=True)
        if status[pk] == Status.LEFT
    }
    declared = set(
        Volunteer.objects.filter(declares_migration_history=True).values_list("pk", flat=True)
    )
    # Parts of a printed total: where the rest would be small, the part itself is withheld.
    by_trait = suppress_small(
        {
            "davon mit eigener Migrationsgeschichte": len(active & declared),
            "davon ohne Migrationsgeschichte oder ohne Angabe": len(active - declared),
        },
        parts="of_a_whole",
    )
    new_by_trait = suppress_small(
        {"with": len(first_time & declared), "rest": len(first_time - declared)},
        parts="of_a_whole",
    )
    return {
        "Aktive Ehrenamtliche am Jahresende": len(active),
        **by_trait,
        "Pausierende am Jahresende": sum(value == Status.PAUSED for value in status.values()),
        "Neu aktiv geworden": len(first_time),
        "Neu aktiv, mit eigener Migrationsgeschichte": new_by_trait["with"],
        "Ausgeschieden": len(gone),
    }


@indicator("K5", "Ehrenamtliche Stunden", Kind.PERSONS)
def hours(period: Period) -> Figures:
    """Stunden, die Ehrenamtliche für Tage des Zeitraums selbst angegeben haben. Die Angabe ist
    freiwillig; ab 80 Stunden kommt ein Ehrenamtsnachweis, ab 250 eine Ehrenamtskarte in Betracht.
    """
    entries = HoursEntry.objects.within(*period.days)
    by_person = dict(entries.order_by().values_list("volunteer_id").annotate(Sum("hours")))
    total = sum(by_person.values(), Decimal(0))
    return {
        "Angegebene Stunden": decimal_figure(total) if by_person else None,
        "Ehrenamtliche mit Angabe": len(by_person),
        "Personen ab 80 Stunden": sum(v >= SERVICE_RECORD_HOURS for v in by_person.values()),
        "Personen ab 250 Stunden": sum(v >= VOLUNTEER_CARD_HOURS for v in by_person.values()),
    }


@indicator("K6", "Helferkreise", Kind.PERSONS)
def circles(period: Period) -> Figures:
    """Helferkreise, die am letzten Tag des Zeitraums bestanden, die Gemeinden, in denen sie
    tätig sind, und die Personen, die ihnen an diesem Tag angehörten.
    """
    existing = HelperCircle.objects.filter(founded_on__lte=period.last).filter(
        Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=period.last)
    )
    places = CircleMunicipality.objects.filter(circle__in=existing)
    members = CircleMembership.objects.on(period.last).filter(circle__in=existing)
    return {
        "Helferkreise am Jahresende": existing.count(),
        "Gemeinden mit Helferkreis": places.values("municipality_id").distinct().count(),
        "Personen in Helferkreisen": members.values("volunteer_id").distinct().count(),
    }


@indicator("K8", "Sprachen", Kind.PERSONS_BY_TRAIT)
def languages(period: Period) -> Figures:
    """Aktive Ehrenamtliche am letzten Tag des Zeitraums nach Sprache (eine Person kann mehrere
    sprechen), daneben die im Zeitraum eingegangenen Hilfegesuche, die diese Sprache nennen.
    """
    skills = LanguageSkill.objects.on(period.last).filter(volunteer__in=active_on(period.last))
    speakers = dict(
        skills.order_by()
        .values_list("language__name")
        .annotate(Count("volunteer_id", distinct=True))
    )
    requests = HelpRequest.objects.filter(received_on__range=period.days, language__isnull=False)
    wanted = dict(requests.order_by().values_list("language__name").annotate(Count("pk")))
    shown = suppress_small(speakers, parts="independent")
    figures: Figures = {}
    for name in sorted({*speakers, *wanted}):
        figures[f"{name}: Ehrenamtliche"] = shown.get(name, 0)
        figures[f"{name}: Hilfegesuche"] = wanted.get(name, 0)
    return figures

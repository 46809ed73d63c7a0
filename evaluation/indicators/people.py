"""K1, K5, K6, K8: volunteers, their hours, circles and languages."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from evaluation.indicators.numbers import decimal_figure
from evaluation.indicators.period import Period
from evaluation.indicators.recording import recorded
from evaluation.indicators.registry import Figures, Kind, indicator
from evaluation.indicators.suppression import WITHHELD, Shown, Year, below_threshold, shown_by_trait
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


@dataclass
class _Registry:
    """Who was active, and who had been before, while the changes are read day by day."""

    status: dict[int, str] = field(default_factory=dict)
    ever_active: set[int] = field(default_factory=set)

    def read(self, changes: Iterable[tuple[int, str]]) -> set[int]:
        """Follow the changes; return who became active for the first time."""
        became = set()
        for pk, status in changes:
            self.status[pk] = status
            if status == Status.ACTIVE and pk not in self.ever_active:
                became.add(pk)
        self.ever_active |= became
        return became

    @property
    def active(self) -> set[int]:
        return {pk for pk, status in self.status.items() if status == Status.ACTIVE}


def years_by_trait(last: int) -> list[Year]:
    """Count every year from the first recorded change on, with those who had declared a
    Migrationsgeschichte by its end; the year before the first counts nobody.
    """
    declared_on = dict(
        Volunteer.objects.filter(migration_history_declared_on__isnull=False).values_list(
            "pk", "migration_history_declared_on"
        )
    )
    changes = StatusChange.objects.filter(on__year__lte=last).order_by("on", "pk")
    by_year: dict[int, list[tuple[int, str]]] = {}
    for pk, on, status in changes.values_list("volunteer_id", "on", "status"):
        by_year.setdefault(on.year, []).append((pk, status))
    registry, years = _Registry(), [Year(0, 0, 0, 0)]
    for year in range(min(by_year, default=last), last + 1):
        new, end = registry.read(by_year.get(year, [])), dt.date(year, 12, 31)
        active = registry.active
        declared = {pk for pk, on in declared_on.items() if on <= end}
        years.append(Year(len(active), len(active & declared), len(new), len(new & declared)))
    return years


@indicator(
    "K1",
    "Ehrenamtliche",
    Kind.PERSONS_BY_TRAIT,
    charted=("Aktive Ehrenamtliche am Jahresende", "Neu aktiv geworden", "Ausgeschieden"),
)
def volunteers(period: Period) -> Figures:
    """Ehrenamtliche, deren Status am letzten Tag des Zeitraums „aktiv“ war. Neu ist, wer im
    Zeitraum zum ersten Mal aktiv wurde; ausgeschieden ist, wer im Zeitraum ausschied und am Ende
    nicht zurück war. Die Migrationsgeschichte ist eine freiwillige Selbstauskunft und zählt ab
    dem Tag, an dem sie gegeben wurde.
    """
    years = years_by_trait(period.last.year)
    year, shown = years[-1], shown_by_trait(years)[-1]
    shows_stock, shows_new = shown is not Shown.NOTHING, shown is Shown.ALL
    status = status_on(period.last)
    gone = {
        pk
        for pk in _changed_to(Status.LEFT, period).values_list("volunteer_id", flat=True)
        if status[pk] == Status.LEFT
    }
    figures: Figures = {
        "Aktive Ehrenamtliche am Jahresende": year.stock,
        "davon mit eigener Migrationsgeschichte": year.stock_with if shows_stock else WITHHELD,
        "davon ohne Migrationsgeschichte oder ohne Angabe": (
            year.stock - year.stock_with if shows_stock else WITHHELD
        ),
        "Pausierende am Jahresende": sum(value == Status.PAUSED for value in status.values()),
        "Neu aktiv geworden": year.new,
        "Neu aktiv, mit eigener Migrationsgeschichte": year.new_with if shows_new else WITHHELD,
        "Ausgeschieden": len(gone),
    }
    return recorded(figures, StatusChange.objects.all(), "on", period)


@indicator("K5", "Ehrenamtliche Stunden", Kind.PERSONS)
def hours(period: Period) -> Figures:
    """Stunden, die Ehrenamtliche für Tage des Zeitraums selbst angegeben haben. Die Angabe ist
    freiwillig; ab 80 Stunden kommt ein Ehrenamtsnachweis, ab 250 eine Ehrenamtskarte in Betracht.
    """
    entries = HoursEntry.objects.within(*period.days)
    by_person = dict(entries.order_by().values_list("volunteer_id").annotate(Sum("hours")))
    total = sum(by_person.values(), Decimal(0))
    figures: Figures = {
        "Angegebene Stunden": decimal_figure(total) if by_person else None,
        "Ehrenamtliche mit Angabe": len(by_person),
        "Personen ab 80 Stunden": sum(v >= SERVICE_RECORD_HOURS for v in by_person.values()),
        "Personen ab 250 Stunden": sum(v >= VOLUNTEER_CARD_HOURS for v in by_person.values()),
    }
    return recorded(figures, HoursEntry.objects.all(), "on", period)


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
    figures: Figures = {
        "Helferkreise am Jahresende": existing.count(),
        "Gemeinden mit Helferkreis": places.values("municipality_id").distinct().count(),
    }
    belonging: Figures = {
        "Personen in Helferkreisen": members.values("volunteer_id").distinct().count()
    }
    return {
        **recorded(figures, HelperCircle.objects.all(), "founded_on", period),
        **recorded(belonging, CircleMembership.objects.all(), "starts_on", period),
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
    names = sorted({*speakers, *wanted})
    spoken = recorded(
        {name: below_threshold(speakers.get(name, 0)) for name in names},
        LanguageSkill.objects.all(),
        "starts_on",
        period,
    )
    asked_for = recorded(
        {name: below_threshold(wanted.get(name, 0)) for name in names},
        HelpRequest.objects.all(),
        "received_on",
        period,
    )
    figures: Figures = {}
    for name in names:
        figures[f"{name}: Ehrenamtliche"] = spoken[name]
        figures[f"{name}: Hilfegesuche"] = asked_for[name]
    return figures

"""The figures of a report: K1 to K10, Schulungen, meetings. Reads only."""

from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from evaluation import indicators
from evaluation.documents import snapshot
from evaluation.indicators import Figures, Period
from lotsen_portal.common.templatetags.documents import NOT_RECORDED, figure
from networking.models import NetworkMeeting
from trainings.models import Training


def lines(current: Figures, previous: Figures) -> list[snapshot.FigureLine]:
    """Put the year beside the one before.

    What only one of them knows is zero in the other, or not recorded like its first figure.
    """
    labels = list(dict.fromkeys([*current, *previous]))
    unknown, unknown_before = _elsewhere(current), _elsewhere(previous)
    return [
        {
            "label": label,
            "value": current.get(label, unknown),
            "previous": previous.get(label, unknown_before),
        }
        for label in labels
    ]


def _elsewhere(figures: Figures) -> int | None:
    return None if next(iter(figures.values()), None) is None else 0


def occurring(rows: list[snapshot.FigureLine]) -> list[snapshot.FigureLine]:
    """Keep what was counted in at least one of the two years."""
    return [row for row in rows if row["value"] or row["previous"]]


def statistics(period: Period, before: Period) -> list[snapshot.StatisticTable]:
    """Return K1 to K10, each with the year before."""
    return [_statistic(indicator, period, before) for indicator in indicators.in_order()]


def _statistic(
    indicator: indicators.Indicator, period: Period, before: Period
) -> snapshot.StatisticTable:
    rows = lines(indicator.measure(period), indicator.measure(before))
    years = [str(period.last.year), str(before.last.year)]
    return {
        "code": indicator.code,
        "title": indicator.title,
        "definition": indicator.definition,
        "columns": years,
        "rows": [
            {"label": row["label"], "values": [row["value"], row["previous"]]} for row in rows
        ],
        "chart": _chart([row for row in rows if row["label"] in indicator.charted], years),
        "note": "" if rows else "Im Zeitraum ist dazu nichts erfasst.",
    }


def _chart(rows: list[snapshot.FigureLine], years: list[str]) -> snapshot.Chart | None:
    """Draw counts side by side; a figure that is no count has no bar, the sentence names it."""
    series = [[row["value"] for row in rows], [row["previous"] for row in rows]]
    counts = [[value if isinstance(value, int) else None for value in values] for values in series]
    if not any(value for values in counts for value in values):
        return None
    sentences = [
        f"{row['label']} {figure(row['value'])} ({figure(row['previous'])})" for row in rows
    ]
    return {
        "labels": [row["label"] for row in rows],
        "series": [
            {"label": _legend(year, told), "values": values}
            for year, told, values in zip(years, series, counts, strict=True)
        ],
        "alt": f"Balken für {years[0]}, in Klammern {years[1]}: {', '.join(sentences)}.",
    }


def _legend(year: str, figures: list[snapshot.Figure]) -> str:
    """Name the year of the bars; where there is none at all, say why."""
    is_recorded = any(value is not None for value in figures)
    return year if is_recorded else f"{year}: {NOT_RECORDED}"


def trainings(period: Period) -> list[snapshot.TrainingRow]:
    held = Training.objects.within(*period.days).order_by("starts_at", "pk")
    people = Count(
        "registrations",
        filter=Q(registrations__attendances__present=True),
        distinct=True,
    )
    counted = dict(held.values_list("pk").annotate(n=people))
    recorded = set(held.filter(sessions__attendances__isnull=False).values_list("pk", flat=True))
    sessions = {
        pk: (units, first, last)
        for pk, units, first, last in held.values_list("pk").annotate(
            units=Sum("sessions__teaching_units", default=0),
            first=Min("sessions__starts_at"),
            last=Max("sessions__starts_at"),
        )
    }
    rows: list[snapshot.TrainingRow] = []
    for training in held:
        units, first, last = sessions[training.pk]
        first_day, last_day = (timezone.localdate(moment) for moment in (first, last))
        rows.append(
            {
                "starts_on": first_day.isoformat(),
                "ends_on": last_day.isoformat() if last_day != first_day else None,
                "title": training.title,
                "speaker": training.speaker,
                "teaching_units": units,
                "seats": training.capacity,
                "attendees": counted[training.pk] if training.pk in recorded else None,
            }
        )
    return rows


def meetings(period: Period) -> list[snapshot.Meeting]:
    held = NetworkMeeting.objects.filter(on__range=period.days).order_by("on", "pk")
    return [
        {
            "held_on": meeting.on.isoformat(),
            "title": meeting.title,
            "attendees": meeting.people_count,
        }
        for meeting in held
    ]

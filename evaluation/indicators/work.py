"""K2, K3, K4, K7, K9, K10: what the Lotsinnen did, and with how many hands."""

import datetime as dt
from decimal import Decimal

from django.db.models import Count, Q, Sum

from evaluation.indicators.numbers import decimal_figure, median
from evaluation.indicators.period import Period
from evaluation.indicators.recording import recorded
from evaluation.indicators.registry import Figures, Kind, indicator
from evaluation.models import StaffPosition
from networking.models import NetworkMeeting, OutreachActivity, Partner
from trainings.models import Registration, Training
from volunteers.models import Consultation, HelpRequest, Inquiry


@indicator("K2", "Kontakte und Beratung", Kind.THINGS)
def contacts(period: Period) -> Figures:
    """Beratungskontakte mit Ehrenamtlichen im Zeitraum nach Weg und Thema; Fragen, die im
    Zeitraum über das Portal gestellt und bis zu seinem Ende beantwortet wurden.
    """
    rows = Consultation.objects.filter(on__range=period.days).order_by()
    by_channel = dict(rows.values_list("channel").annotate(Sum("count")))
    by_topic = dict(rows.values_list("topic__name").annotate(Sum("count")))
    figures: Figures = {"Beratungskontakte": sum(by_channel.values())}
    figures |= {
        f"Weg: {label}": by_channel.get(key, 0) for key, label in Consultation.Channel.choices
    }
    figures |= {f"Thema: {name}": count for name, count in sorted(by_topic.items())}
    asked = Inquiry.objects.filter(asked_at__date__range=period.days)
    answered = asked.filter(answered_at__date__lte=period.last)
    through_portal: Figures = {
        "Fragen über das Portal": asked.count(),
        "davon beantwortet": answered.count(),
    }
    return {
        **recorded(figures, Consultation.objects.all(), "on", period),
        **recorded(through_portal, Inquiry.objects.all(), "asked_at__date", period),
    }


@indicator("K3", "Schulungen", Kind.PERSONS, charted=("Plätze", "Anmeldungen", "Teilnehmende"))
def trainings(period: Period) -> Figures:
    """Veröffentlichte Schulungen, die im Zeitraum begannen und nicht abgesagt wurden, mit ihren
    Unterrichtseinheiten (45 Minuten), Plätzen und Anmeldungen. Teilgenommen hat, wessen
    Anwesenheit an mindestens einem Termin erfasst ist.
    """
    held = Training.objects.within(*period.days)
    totals = held.totals()
    registrations = Registration.objects.filter(training__in=held).exclude(
        status=Registration.Status.PENDING
    )
    attended = registrations.filter(attendances__present=True).distinct()
    by_topic = dict(held.order_by().values_list("topic__name").annotate(Count("pk")))
    figures: Figures = {
        "Schulungen": totals["trainings"],
        "Unterrichtseinheiten": totals["units"],
        "Plätze": totals["seats"],
        "Anmeldungen": registrations.count(),
        "Teilnehmende": attended.count(),
        "Abgesagte Schulungen": Training.objects.called_off_within(*period.days).count(),
        "Teilnahmebescheinigungen": None,
        **{f"Thema: {name}": count for name, count in sorted(by_topic.items())},
    }
    return recorded(
        figures, Training.objects.filter(published_at__isnull=False), "starts_at__date", period
    )


@indicator(
    "K4",
    "Hilfegesuche und Vermittlung",
    Kind.THINGS,
    charted=("Hilfegesuche", "davon vermittelt", "Offen am Jahresende"),
)
def requests(period: Period) -> Figures:
    """Hilfegesuche, die im Zeitraum eingingen; vermittelt und ohne Vermittlung beendet zählt,
    was bis zum letzten Tag erledigt war. Offen sind am letzten Tag alle, auch ältere.
    """
    received = HelpRequest.objects.filter(received_on__range=period.days)
    settled = received.filter(settled_on__lte=period.last)
    matched = settled.filter(status=HelpRequest.Status.MATCHED)
    still_open = HelpRequest.objects.filter(received_on__lte=period.last).filter(
        Q(settled_on__isnull=True) | Q(settled_on__gt=period.last)
    )
    days = [
        (settled_on - received_on).days
        for received_on, settled_on in matched.values_list("received_on", "settled_on")
    ]
    by_field = dict(received.order_by().values_list("field__name").annotate(Count("pk")))
    figures: Figures = {
        "Hilfegesuche": received.count(),
        "davon vermittelt": len(days),
        "davon ohne Vermittlung beendet": settled.filter(status=HelpRequest.Status.CLOSED).count(),
        "Offen am Jahresende": still_open.count(),
        "Tage bis zur Vermittlung (Median)": median(days),
        **{f"Einsatzbereich: {name}": count for name, count in sorted(by_field.items())},
    }
    return recorded(figures, HelpRequest.objects.all(), "received_on", period)


@indicator("K7", "Netzwerk", Kind.THINGS)
def network(period: Period) -> Figures:
    """Netzwerktreffen und Gremien im Zeitraum; Partner, die am letzten Tag zum Netzwerk
    gehörten, nach Art.
    """
    meetings = NetworkMeeting.objects.filter(on__range=period.days).order_by()
    by_part = dict(meetings.values_list("part").annotate(Count("pk")))
    partners = Partner.objects.filter(partner_since__lte=period.last).filter(
        Q(partner_until__isnull=True) | Q(partner_until__gte=period.last)
    )
    by_kind = dict(partners.order_by().values_list("kind").annotate(Count("pk")))
    known: Figures = {
        "Partner am Jahresende": sum(by_kind.values()),
        **{
            f"Partner: {label}": by_kind[key]
            for key, label in Partner.Kind.choices
            if key in by_kind
        },
    }
    met: Figures = {
        "Selbst veranstaltete Treffen": by_part.get(NetworkMeeting.Part.HELD, 0),
        "Besuchte Treffen und Gremien": by_part.get(NetworkMeeting.Part.ATTENDED, 0),
    }
    return {
        **recorded(known, Partner.objects.all(), "partner_since", period),
        **recorded(met, NetworkMeeting.objects.all(), "on", period),
    }


@indicator("K9", "Öffentlichkeitsarbeit", Kind.THINGS)
def outreach(period: Period) -> Figures:
    """Maßnahmen der Öffentlichkeitsarbeit im Zeitraum nach Art."""
    rows = OutreachActivity.objects.filter(on__range=period.days).order_by()
    by_kind = dict(rows.values_list("kind").annotate(Count("pk")))
    figures: Figures = {label: by_kind.get(key, 0) for key, label in OutreachActivity.Kind.choices}
    return recorded(figures, OutreachActivity.objects.all(), "on", period)


@indicator("K10", "Personal", Kind.THINGS)
def staff(period: Period) -> Figures:
    """Geförderte Stellen in Vollzeitäquivalenten (VZÄ): am letzten Tag des Zeitraums und im
    Mittel über alle Tage; dazu die Tage, an denen keine Stelle besetzt war.
    """
    positions = StaffPosition.objects.of_year(period.last.year).order_by("starts_on", "pk")
    spans = [
        (max(p.starts_on, period.first), min(p.ends_on or period.last, period.last), p.fte)
        for p in positions
    ]
    fte_days = sum(((end - start).days + 1) * fte for start, end, fte in spans)
    filled = {
        start + dt.timedelta(days=offset)
        for start, end, _ in spans
        for offset in range((end - start).days + 1)
    }
    at_end = sum((fte for _, end, fte in spans if end == period.last), Decimal(0))
    figures: Figures = {
        "VZÄ am Jahresende": decimal_figure(at_end),
        "VZÄ im Jahresmittel": decimal_figure(Decimal(fte_days) / period.length),
        "Tage ohne besetzte Stelle": period.length - len(filled),
    }
    return recorded(figures, StaffPosition.objects.all(), "starts_on", period)

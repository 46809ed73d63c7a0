from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from evaluation.models import (
    Grant,
    NarrativeSection,
    PlanLine,
    ReportRelease,
    StaffPosition,
    Voucher,
)
from evaluation.models.grants import Side
from lotsen_portal.common.forms import BaseForm, BaseModelForm, EuroField, FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from lotsen_portal.tenancy.models import Region, Tenant

NO_PRIVATE_NAMES = (
    "Eine Organisation oder eine Rolle wie „Referentin“, nie der Name einer Privatperson: "
    "Diese Liste geht mit dem Nachweis aus dem Haus."
)

TICK_ALL = "Bitte setzen Sie alle Häkchen oder ändern Sie vorher, was nicht stimmt."
PLEASE_CHOOSE = "Bitte wählen"
POSITIVE = {"min_value": "Bitte geben Sie einen Betrag über 0 ein."}


class GrantForm(VersionedModelForm):
    amount = EuroField(
        label="bewilligter Betrag je Jahr", min_value=Decimal("0.01"), error_messages=POSITIVE
    )

    groups = [
        ("Bescheid", ["notice_on", "reference", "directive", "amount", "proof_due_on"]),
        ("Bewilligungszeitraum", ["starts_on", "ends_on"]),
        (
            "Zuwendungsempfänger",
            ["recipient_address", "contact_name", "contact_phone", "contact_email"],
        ),
    ]

    class Meta:
        model = Grant
        fields = [
            "notice_on",
            "reference",
            "directive",
            "amount",
            "starts_on",
            "ends_on",
            "proof_due_on",
            "recipient_address",
            "contact_name",
            "contact_phone",
            "contact_email",
        ]
        widgets = {"recipient_address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "reference": "So wie es auf dem Bescheid steht.",
            "proof_due_on": "Nur wenn der Bescheid eine eigene Frist nennt; sonst gilt die "
            "Voreinstellung der Richtlinie.",
            "recipient_address": "Anschrift des Landratsamts oder der Stadt, wie auf dem Bescheid.",
            "contact_name": "Wer Fragen der Bewilligungsbehörde beantwortet.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        directive: Any = self.fields["directive"]
        directive.empty_label = PLEASE_CHOOSE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on.year - starts_on.year > 2:
            self.add_error("ends_on", "Ein Bewilligungszeitraum umfasst höchstens drei Jahre.")
        if starts_on and starts_on.year < 2018:
            self.add_error("starts_on", "Das Förderprogramm begann 2018.")
        return cleaned


class PlanLineForm(VersionedModelForm):
    approved = EuroField(label="laut Bescheid")
    approved_eligible = EuroField(
        label="davon zuwendungsfähig",
        required=False,
        help_text="Nur bei Ausgaben und nur, wenn nicht der ganze Betrag zuwendungsfähig ist.",
    )

    class Meta:
        model = PlanLine
        fields = ["kind", "code", "label", "approved", "approved_eligible"]
        help_texts = {"code": "Wie im Ausgaben- und Finanzierungsplan, zum Beispiel 2.1."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        income = [choice for choice in PlanLine.Kind.choices if choice[0] in PlanLine.INCOME_KINDS]
        expenses = [choice for choice in PlanLine.Kind.choices if choice not in income]
        kind: Any = self.fields["kind"]
        kind.choices = [
            ("", PLEASE_CHOOSE),
            (Side.INCOME.label, income),
            (Side.EXPENSE.label, expenses),
        ]

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip()


class StaffPositionForm(VersionedModelForm):
    class Meta:
        model = StaffPosition
        fields = ["function", "name", "carrier", "fte", "starts_on", "ends_on", "qualification"]
        help_texts = {
            "function": "Zum Beispiel: Integrationslotsin.",
            "name": "Nur hauptamtliches Personal.",
            "carrier": "Wer die Person beschäftigt, falls nicht Landratsamt oder Stadt.",
            "fte": "1,00 ist eine volle Stelle, 0,50 eine halbe.",
            "ends_on": "Leer, solange die Stelle besetzt ist.",
        }


class VoucherForm(VersionedModelForm):
    amount = EuroField(label="Betrag", min_value=Decimal("0.01"), error_messages=POSITIVE)

    class Meta:
        model = Voucher
        fields = [
            "number",
            "paid_on",
            "plan_line",
            "counterparty",
            "purpose",
            "amount",
            "eligible",
        ]
        help_texts = {
            "number": "Voreingestellt ist die nächste freie Nummer des Jahres.",
            "counterparty": NO_PRIVATE_NAMES,
            "purpose": "Wofür, in wenigen Worten und ohne Namen.",
            "eligible": "Ausnahmen trägt der Kreis aus eigenen Mitteln.",
        }

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plan_line: Any = self.fields["plan_line"]
        plan_line.queryset = PlanLine.objects.filter(year=year).order_by("code")
        plan_line.empty_label = PLEASE_CHOOSE

    def clean_number(self) -> int:
        number = self.cleaned_data["number"]
        if number > 99_999:
            raise forms.ValidationError("Bitte geben Sie höchstens fünf Ziffern ein.")
        return number


class VoucherFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Empfänger, Grund oder Nummer", method="search")
    line = django_filters.ModelChoiceFilter(
        label="Zeile im Plan",
        queryset=PlanLine.objects.none(),
        field_name="plan_line",
        empty_label="alle",
    )

    class Meta:
        model = Voucher
        form = FilterForm
        fields = ["q", "line"]

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["line"].queryset = PlanLine.objects.filter(year=year).order_by("code")

    def search(self, vouchers: Any, name: str, text: str) -> QuerySet:
        return vouchers.search(text)


class SectionForm(VersionedModelForm):
    class Meta:
        model = NarrativeSection
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 14})}


class ReleaseForm(BaseForm):
    """One box for each objection; all of them have to be ticked."""

    confirmed = forms.MultipleChoiceField(
        label="Bitte bestätigen Sie einzeln, was so bleiben soll",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": TICK_ALL},
    )

    def __init__(self, *args: Any, objections: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [objection.key for objection in objections]
        if not objections:
            del self.fields["confirmed"]
            return
        confirmed: Any = self.fields["confirmed"]
        confirmed.choices = [(objection.key, objection.sentence) for objection in objections]

    def clean_confirmed(self) -> list[str]:
        confirmed = self.cleaned_data["confirmed"]
        if set(self.keys) - set(confirmed):
            raise forms.ValidationError(TICK_ALL)
        return confirmed


class PresentationForm(BaseModelForm):
    class Meta:
        model = ReportRelease
        fields = ["signed_on", "presented_on", "presented_by"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = list(ReportRelease.Way.choices)
        if not self.instance.report.grant.directive.accepts_portal_submission:
            ways.remove((ReportRelease.Way.PORTAL, ReportRelease.Way.PORTAL.label))
        presented_by: Any = self.fields["presented_by"]
        presented_by.choices = [("", PLEASE_CHOOSE), *ways]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        presented_on, way = cleaned.get("presented_on"), cleaned.get("presented_by")
        today = timezone.localdate()
        for name in ("signed_on", "presented_on"):
            if (day := cleaned.get(name)) and day > today:
                self.add_error(name, "Der Tag darf nicht in der Zukunft liegen.")
        if presented_on and not way and "presented_by" not in self.errors:
            self.add_error("presented_by", "Bitte wählen Sie, wie der Nachweis eingereicht wurde.")
        if way and not presented_on and "presented_on" not in self.errors:
            self.add_error("presented_on", "Bitte geben Sie den Tag an.")
        return cleaned


class LandFilter(django_filters.FilterSet):
    """The Kreise with what they released for a year; the caller has put that beside each."""

    PRESENTED, RELEASED, MISSING, OVERDUE = "presented", "released", "missing", "overdue"
    STATES = [
        (PRESENTED, "vorgelegt"),
        (RELEASED, "bereitgestellt"),
        (MISSING, "fehlt"),
        (OVERDUE, "überfällig"),
    ]

    year = django_filters.ChoiceFilter(label="Berichtsjahr", method="as_it_is", empty_label=None)
    region = django_filters.ChoiceFilter(
        label="Regierungsbezirk", choices=Region.choices, empty_label="alle"
    )
    state = django_filters.ChoiceFilter(
        label="Stand", choices=STATES, method="in_state", empty_label="alle"
    )

    class Meta:
        model = Tenant
        form = FilterForm
        fields = ["year", "region", "state"]

    def __init__(self, *args: Any, years: Sequence[int], is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        self.is_late = is_late

    def as_it_is(self, kreise: QuerySet, name: str, year: str) -> QuerySet:
        return kreise

    def in_state(self, kreise: QuerySet, name: str, state: str) -> QuerySet:
        match state:
            case self.PRESENTED:
                return kreise.filter(presented_on__isnull=False)
            case self.RELEASED:
                return kreise.filter(released_at__isnull=False, presented_on__isnull=True)
        wants_late = state == self.OVERDUE
        return (
            kreise.filter(released_at__isnull=True) if wants_late == self.is_late else kreise.none()
        )

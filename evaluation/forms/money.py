"""The Bescheid, its plan, the posts and the vouchers."""

from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from evaluation.models import Grant, PlanLine, StaffPosition, Voucher
from evaluation.models.grants import Side
from lotsen_portal.common.forms import EuroField, FilterForm
from lotsen_portal.common.versions import VersionedModelForm

NO_PRIVATE_NAMES = (
    "Eine Organisation oder eine Rolle wie „Referentin“, nie der Name einer Privatperson: "
    "Diese Liste geht mit dem Nachweis aus dem Haus."
)
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

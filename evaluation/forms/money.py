"""The Bescheid, its plan, the posts and the vouchers."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from evaluation.actions.settlement import settlement_of
from evaluation.forms.printed import PrintedForm
from evaluation.models import Directive, Grant, PlanLine, StaffPosition, Voucher
from evaluation.models.grants import ENDS_FIRST, MORE_THAN_ALL, REFERENCE_TAKEN, Side
from lotsen_portal.common.forms import EuroField, FilterForm
from lotsen_portal.common.templatetags.portal import date_de, decimal_de, euro

NO_PRIVATE_NAMES = (
    "Eine Organisation oder eine Rolle wie „Referentin“, nie der Name einer Privatperson: "
    "Diese Liste geht mit dem Nachweis aus dem Haus."
)
PLEASE_CHOOSE = "Bitte wählen"
TICK_OR_CHANGE = "Bitte ändern Sie die Angabe oder bestätigen Sie sie mit dem Häkchen."
POSITIVE = {"min_value": "Bitte geben Sie einen Betrag über 0 ein."}


class ConfirmedForm(PrintedForm):
    """A form that warns instead of refusing: what is unusual is saved once it is confirmed.

    The box appears only beside the sentences it is about.
    """

    confirmed = forms.BooleanField(label="Ja, das ist so richtig", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        box = self.fields.pop("confirmed")  # it is no part of what two editors compare
        cleaned = super().clean()
        if not self.errors and (doubts := list(self.doubts(cleaned))):
            self.fields["confirmed"] = box
            if not cleaned.get("confirmed"):
                self.add_error("confirmed", f"{' '.join(doubts)} {TICK_OR_CHANGE}")
        return cleaned

    def doubts(self, cleaned: dict[str, Any]) -> Iterator[str]:
        """Yield a sentence for each unusual thing among valid input."""
        raise NotImplementedError


class GrantForm(ConfirmedForm):
    amount = EuroField(
        label="Bewilligter Betrag je Jahr", min_value=Decimal("0.01"), error_messages=POSITIVE
    )

    groups = [
        (
            "Bescheid",
            ["notice_on", "reference", "directive", "amount", "confirmed", "proof_due_on"],
        ),
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
        _require_order(self, cleaned)
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on.year - starts_on.year > 2:
            self.add_error("ends_on", "Ein Bewilligungszeitraum umfasst höchstens drei Jahre.")
        if starts_on and starts_on.year < 2018:
            self.add_error("starts_on", "Das Förderprogramm begann 2018.")
        return cleaned

    def clean_reference(self) -> str:
        reference = self.cleaned_data["reference"]
        if Grant.objects.exclude(pk=self.instance.pk).filter(reference=reference).exists():
            raise forms.ValidationError(REFERENCE_TAKEN)
        return reference

    def doubts(self, cleaned: dict[str, Any]) -> Iterator[str]:
        directive, amount = cleaned["directive"], cleaned["amount"]
        if amount > directive.cap:
            yield (
                f"Der Betrag liegt über dem Höchstbetrag von {euro(directive.cap)} im Jahr. "
                "Gilt er vielleicht für mehrere Jahre zusammen?"
            )
        for year, most in self._most_by_plan(directive):
            if amount > most:
                yield (
                    f"Nach dem Plan {year} sind höchstens {euro(most)} möglich, das sind "
                    f"{decimal_de(directive.funding_rate * 100, 0)} v. H. der "
                    "zuwendungsfähigen Ausgaben."
                )

    def _most_by_plan(self, directive: Directive) -> Iterator[tuple[int, Decimal]]:
        """Yield the highest grant by the rate alone for each year that has expenses planned."""
        if self.instance.pk is None:
            return
        for year in self.instance.years:
            eligible = settlement_of(self.instance, year).expenses_total.approved_eligible
            if eligible:
                yield year, (eligible * directive.funding_rate).quantize(Decimal("0.01"))


class PlanLineForm(PrintedForm):
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        approved, eligible = cleaned.get("approved"), cleaned.get("approved_eligible")
        if approved is not None and eligible is not None and eligible > approved:
            self.add_error("approved_eligible", MORE_THAN_ALL)
        return cleaned


class StaffPositionForm(PrintedForm):
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _require_order(self, cleaned)
        return cleaned


def _require_order(form: PrintedForm, cleaned: dict[str, Any]) -> None:
    """Say at the field what the constraint of the row would say above the form."""
    starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", ENDS_FIRST)


class VoucherForm(ConfirmedForm):
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
        lines = PlanLine.objects.filter(year=year).select_related("grant")
        plan_line.queryset = lines.order_by("code")
        plan_line.empty_label = PLEASE_CHOOSE

    def clean_paid_on(self) -> dt.date:
        paid_on = self.cleaned_data["paid_on"]
        if paid_on > timezone.localdate():
            raise forms.ValidationError(
                "Der Tag der Zahlung liegt in der Zukunft. "
                "Bitte tragen Sie den Beleg ein, sobald bezahlt ist."
            )
        return paid_on

    def doubts(self, cleaned: dict[str, Any]) -> Iterator[str]:
        paid_on, line = cleaned["paid_on"], cleaned["plan_line"]
        grant = line.grant
        if not grant.starts_on <= paid_on <= grant.ends_on:
            yield (
                f"Der {date_de(paid_on)} liegt außerhalb des Bewilligungszeitraums vom "
                f"{date_de(grant.starts_on)} bis {date_de(grant.ends_on)}."
            )
        elif paid_on.year != line.year:
            yield f"Der {date_de(paid_on)} liegt nicht im Abrechnungsjahr {line.year}."

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

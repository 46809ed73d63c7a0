"""The money: Bescheid, financing plan, posts and vouchers."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from evaluation.models.directive import Directive
from evaluation.querysets import GrantQuerySet, PositionQuerySet, VoucherQuerySet
from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel

ENDS_FIRST = "Das Ende liegt vor dem Anfang."
MORE_THAN_ALL = "Zuwendungsfähig kann höchstens der ganze Betrag sein."
REFERENCE_TAKEN = "Eine Zuwendung mit diesem Aktenzeichen gibt es schon."
YEARS = [MinValueValidator(2018), MaxValueValidator(2100)]


def euros(name: str, **options: Any) -> models.DecimalField:
    return models.DecimalField(name, max_digits=12, decimal_places=2, **options)


class Side(models.TextChoices):
    INCOME = "income", "Einnahmen"
    EXPENSE = "expense", "Ausgaben"


class Grant(VersionedModel, TenantScopedModel):
    """A Zuwendung as its Bescheid says, for one to three years."""

    directive = SharedForeignKey(
        Directive, models.PROTECT, related_name="+", verbose_name="Richtlinie"
    )
    notice_on = models.DateField("Bescheid vom")
    reference = models.CharField("Aktenzeichen", max_length=100)
    starts_on = models.DateField("Bewilligungszeitraum von")
    ends_on = models.DateField("bis")
    amount = euros("bewilligter Betrag je Jahr", validators=[MinValueValidator(Decimal("0.01"))])
    recipient_address = models.TextField("Anschrift des Zuwendungsempfängers", max_length=300)
    contact_name = models.CharField("Auskunft erteilt", max_length=150, blank=True)
    contact_phone = models.CharField("Telefon", max_length=50, blank=True)
    contact_email = models.EmailField("E-Mail", blank=True)
    proof_due_on = models.DateField("Verwendungsnachweis laut Bescheid bis", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(GrantQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "reference"],
                name="grant_reference_once",
                violation_error_message=REFERENCE_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="grant_lasts",
                violation_error_message=ENDS_FIRST,
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="grant_amount_positive"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def years(self) -> range:
        return range(self.starts_on.year, self.ends_on.year + 1)

    def due_on(self, year: int) -> dt.date:
        """Return the day the proof of the year is due: the day the Bescheid names, taken to the
        year after the report year, or else the directive's preset.
        """
        if self.proof_due_on is None:
            return self.directive.proof_due_on(year)
        day = min(self.proof_due_on.day, 28 if self.proof_due_on.month == 2 else 31)
        return dt.date(year + 1, self.proof_due_on.month, day)


class PlanLine(VersionedModel, TenantScopedModel):
    """A line of the Ausgaben- und Finanzierungsplan, as approved for one year."""

    class Kind(models.TextChoices):
        OWN_SHARE = "own_share", "Eigenanteil"
        THIRD_PARTY = "third_party", "Leistungen Dritter (ohne öffentliche Förderung)"
        PUBLIC = "public", "andere öffentliche Förderung"
        STATE_GRANT = "state_grant", "Zuwendung des Freistaats"
        STAFF = "staff", "Personalausgaben"
        MATERIAL = "material", "Sachausgaben"
        TRAINING = "training", "Schulungen und Honorare"
        OUTREACH = "outreach", "Öffentlichkeitsarbeit"
        OTHER = "other", "Sonstige Ausgaben"

    INCOME_KINDS: ClassVar = (Kind.OWN_SHARE, Kind.THIRD_PARTY, Kind.PUBLIC, Kind.STATE_GRANT)

    grant = TenantForeignKey(Grant, models.CASCADE, related_name="plan_lines")
    year = models.PositiveSmallIntegerField("Jahr", validators=YEARS)
    kind = models.CharField("Art", max_length=20, choices=Kind)
    code = models.CharField("Nummer im Plan", max_length=10)
    label = models.CharField("Bezeichnung", max_length=200)
    approved = euros("laut Bescheid", validators=[MinValueValidator(0)])
    approved_eligible = euros(
        "davon zuwendungsfähig", null=True, blank=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "grant", "year", "code"],
                name="plan_line_code_once",
                violation_error_message="Diese Nummer gibt es in diesem Jahr schon im Plan.",
            ),
            models.CheckConstraint(condition=Q(approved__gte=0), name="plan_line_not_negative"),
            models.CheckConstraint(
                condition=Q(approved_eligible__isnull=True)
                | Q(approved_eligible__gte=0, approved_eligible__lte=F("approved")),
                name="plan_line_eligible_within_approved",
                violation_error_message=MORE_THAN_ALL,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def side(self) -> Side:
        return Side.INCOME if self.kind in self.INCOME_KINDS else Side.EXPENSE


class StaffPosition(VersionedModel, TenantScopedModel):
    """A funded post of the Lotsinnen, from and until."""

    function = models.CharField("Funktion", max_length=150)
    name = models.CharField("Name", max_length=150, blank=True)
    carrier = models.CharField("Träger (Anstellung)", max_length=150, blank=True)
    fte = models.DecimalField(
        "Vollzeitäquivalente (VZÄ)",
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal("2.00"))],
    )
    starts_on = models.DateField("von")
    ends_on = models.DateField("bis", null=True, blank=True)
    qualification = models.CharField("Qualifikation", max_length=200, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(PositionQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="staff_position_lasts",
                violation_error_message=ENDS_FIRST,
            ),
            models.CheckConstraint(condition=Q(fte__gt=0), name="staff_position_fte_positive"),
        ]

    def __str__(self) -> str:
        return self.function


class Voucher(VersionedModel, TenantScopedModel):
    """A Beleg: number, day, who, why, how much, which plan line.

    `counterparty` is an organisation or, for private persons, a role such as "Referentin":
    names of private persons are never printed, so they are not kept either.
    """

    year = models.PositiveSmallIntegerField("Abrechnungsjahr", validators=YEARS)
    number = models.PositiveIntegerField("Belegnummer", validators=[MinValueValidator(1)])
    paid_on = models.DateField("Tag der Zahlung")
    counterparty = models.CharField("Empfänger oder Einzahler", max_length=200)
    purpose = models.CharField("Grund", max_length=300)
    amount = euros("Betrag", validators=[MinValueValidator(Decimal("0.01"))])
    eligible = models.BooleanField("zuwendungsfähig", default=True)
    plan_line = TenantForeignKey(
        PlanLine, models.PROTECT, related_name="vouchers", verbose_name="Zeile im Plan"
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(VoucherQuerySet)()
    authority: ClassVar[Any] = ReadingManager.from_queryset(VoucherQuerySet)("authority")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "year", "number"],
                name="voucher_number_once_a_year",
                violation_error_message="Diese Belegnummer gibt es in diesem Jahr schon.",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="voucher_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"Beleg {self.number}/{self.year}"

    @staticmethod
    def is_income() -> Q:
        """Return the condition for vouchers on a line of income."""
        return Q(plan_line__kind__in=PlanLine.INCOME_KINDS)

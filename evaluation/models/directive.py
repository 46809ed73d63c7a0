import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from evaluation.querysets import DirectiveQuerySet


class Directive(models.Model):
    """A funding directive in one version: all that the next one may change is data here.

    Rates are shares of one (0.80), money is euros, `*_deadline` reads "MM-DD".
    """

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField("Titel", max_length=200)
    programme = models.CharField("Programm", max_length=200)
    citation = models.CharField("Fundstelle", max_length=300)
    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis")
    funding_rate = models.DecimalField("Fördersatz", max_digits=4, decimal_places=3)
    cap = models.DecimalField("Höchstbetrag je Kreis und Jahr", max_digits=10, decimal_places=2)
    min_own_share = models.DecimalField("Mindest-Eigenanteil", max_digits=4, decimal_places=3)
    max_fte = models.DecimalField("geförderte Stellen höchstens", max_digits=4, decimal_places=2)
    application_deadline = models.CharField("Antrag bis", max_length=5)
    change_deadline = models.CharField("Änderungen bis", max_length=5)
    proof_deadline = models.CharField("Verwendungsnachweis bis (Voreinstellung)", max_length=5)
    deadline_note = models.CharField("Hinweis zur Frist", max_length=200)
    form_note = models.CharField("Hinweis zum Formular", max_length=200)
    granting_authority = models.JSONField("Bewilligungsbehörde", default=list)
    # {"a": "title", …} as in the directive's list of tasks
    task_areas = models.JSONField("Aufgabenfelder", default=dict)
    # [{"key", "part", "title", "hint"}, …]: the chapters of the Sachbericht, in their order
    chapters = models.JSONField("Kapitel", default=list)
    confirmations = models.JSONField("Bestätigungen", default=list)
    signatures = models.JSONField("Unterschriften", default=list)
    funding_note = models.CharField("Förderhinweis", max_length=300)
    accepts_portal_submission = models.BooleanField("Einreichung im Portal gilt", default=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(DirectiveQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="directive_lasts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def due_on(self, deadline: str, *, year: int) -> dt.date:
        """Return the day of an "MM-DD" deadline in the year."""
        return dt.date.fromisoformat(f"{year}-{deadline}")

    def proof_due_on(self, year: int) -> dt.date:
        """Return the day the proof of use of the year is due, in the year after."""
        return self.due_on(self.proof_deadline, year=year + 1)

    def most(self, eligible: Decimal) -> Decimal:
        """Return the highest grant in euros for eligible costs: the rate, at most the cap."""
        return min(self.cap, (eligible * self.funding_rate).quantize(Decimal("0.01")))

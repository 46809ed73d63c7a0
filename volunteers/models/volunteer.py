import datetime as dt
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.utils import timezone

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded
from lotsen_portal.common.sorting import sort_key
from lotsen_portal.tenancy.fields import TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.status import Status, StatusFlow
from volunteers.querysets import Today, VolunteerQuerySet, joined

LONGEST_NOTE = 2000  # characters
OF_AGE = 18
TONES = {"active": "success", "paused": "warning"}
ADDRESS_TAKEN = "Diese E-Mail-Adresse steht schon bei einer anderen Person."


class Volunteer(StatusFlow, VersionedModel, TenantScopedModel):
    """Somebody who helps or wants to help; no origin, religion or health is kept."""

    class Salutation(models.TextChoices):
        MS = "ms", "Frau"
        MR = "mr", "Herr"

    class Mobility(models.TextChoices):
        CAR = "car", "Auto"
        TRANSIT = "transit", "Bus und Bahn"
        BICYCLE = "bicycle", "Fahrrad"

    salutation = models.CharField(
        "Anrede", max_length=5, choices=Salutation, blank=True, default="", db_default=""
    )
    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    sort_key = models.CharField(max_length=300, editable=False)
    # Name and place as the search compares them, see `common.searching`.
    search_key = models.CharField(max_length=600, editable=False, default="", db_default="")
    email = models.EmailField("E-Mail", blank=True)
    phone = models.CharField("Telefon", max_length=50, blank=True)
    # The same in E.164, empty where it is no number anybody could call.
    phone_number = models.CharField(max_length=20, editable=False, default="", db_default="")
    street = models.CharField(
        "Straße und Hausnummer", max_length=150, blank=True, default="", db_default=""
    )
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    place = models.CharField("Ort", max_length=100, blank=True)
    municipality = TenantForeignKey(
        "tenancy.Municipality",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Gemeinde",
    )
    birth_year = models.PositiveSmallIntegerField("Geburtsjahr", null=True, blank=True)
    status = models.CharField("Status", max_length=20, choices=Status, default=Status.ACTIVE)
    joined_on = models.DateField("dabei seit", default=timezone.localdate)
    left_on = models.DateField("ausgeschieden am", null=True, blank=True, editable=False)
    # A voluntary self-declaration: counted, never listed.
    declares_migration_history = models.BooleanField(
        "hat nach eigener Angabe eine Migrationsgeschichte", null=True, blank=True
    )
    migration_history_declared_on = models.DateField(
        "Migrationsgeschichte angegeben am", null=True, blank=True, editable=False
    )
    of_age_on = models.DateField("wird volljährig am", null=True, blank=True)
    guardian_name = models.CharField(
        "Sorgeberechtigte", max_length=200, blank=True, default="", db_default=""
    )
    guardian_consented_on = models.DateField(
        "Einwilligung der Sorgeberechtigten vom", null=True, blank=True
    )
    mobility = ArrayField(
        models.CharField(max_length=10, choices=Mobility),
        verbose_name="unterwegs mit",
        default=list,
        db_default=[],
        blank=True,
    )
    goes_anywhere = models.BooleanField("im ganzen Kreis", default=False, db_default=False)
    hours_per_week = models.DecimalField(
        "Stunden in der Woche",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.5), MaxValueValidator(60)],
    )
    short_notice = models.BooleanField("auch kurzfristig", default=False, db_default=False)
    available_from = models.DateField("verfügbar ab", null=True, blank=True)
    available_until = models.DateField("verfügbar bis", null=True, blank=True)
    last_contact_on = models.DateField("zuletzt gesprochen am", null=True, blank=True)
    note = models.TextField("Notiz", blank=True, max_length=LONGEST_NOTE)
    membership = TenantOneToOneField(
        "tenancy.Membership", models.SET_NULL, null=True, editable=False, related_name="volunteers"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(VolunteerQuerySet)()

    # The declaration is counted, never listed; what a note no longer says is nobody's business.
    TRAIL_WITHOUT_VALUES = frozenset({"declares_migration_history", "note"})

    class Meta:
        verbose_name = "Ehrenamtliche Person"
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "email"],
                name="volunteer_email_once",
                violation_error_message=ADDRESS_TAKEN,
                condition=~Q(email=""),
            ),
            models.CheckConstraint(
                name="volunteer_leaves_after_joining",
                violation_error_message="Der Austritt kann nicht vor dem Beginn liegen.",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
            ),
            models.CheckConstraint(
                name="volunteer_left_with_a_day",
                condition=Q(status="left", left_on__isnull=False)
                | (~Q(status="left") & Q(left_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="volunteer_available_in_order",
                violation_error_message="„Verfügbar bis“ liegt vor „verfügbar ab“.",
                condition=Q(available_from__isnull=True)
                | Q(available_until__isnull=True)
                | Q(available_until__gte=F("available_from")),
            ),
            models.CheckConstraint(
                name="volunteer_declares_with_a_day",
                condition=Q(
                    declares_migration_history=True, migration_history_declared_on__isnull=False
                )
                | Q(declares_migration_history=False, migration_history_declared_on__isnull=True)
                | Q(
                    declares_migration_history__isnull=True,
                    migration_history_declared_on__isnull=True,
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant", "status", "sort_key"], name="volunteer_list_ix"),
            models.Index(fields=["tenant", "sort_key"], name="volunteer_name_ix"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill in what follows from other fields; who stores many at once calls it for each."""
        self.sort_key = sort_key(self.last_name, self.first_name)
        self.search_key = folded(self.first_name, self.last_name, self.place)[:600]
        self.phone_number = e164(self.phone)
        self.email = self.email.strip().lower()
        self._date_declaration(timezone.localdate())

    def _date_declaration(self, today: dt.date) -> None:
        """Keep the day of a declaration as long as it stands; a withdrawn one leaves none."""
        if not self.declares_migration_history:
            self.migration_history_declared_on = None
        elif self.migration_history_declared_on is None:
            self.migration_history_declared_on = today

    @staticmethod
    def labels_for_list() -> dict[str, Func]:
        """Return the languages and fields of engagement that hold today, in words.

        PostgreSQL puts them together: as rows of their own they would cost a list more than all
        else it shows.
        """
        names = ("language_skills", "engagements")
        related: Any = (Volunteer._meta.get_field(name).related_model for name in names)
        skill, engagement = related
        today, own = Today(), Q(volunteer=OuterRef("pk"))
        skills = skill.objects.on(today).filter(own).order_by("pk")
        engagements = engagement.objects.on(today).filter(own).order_by("pk")
        return {
            "languages": joined(skills.annotate(label=skill.label()).values("label")),
            "engaged_in": joined(engagements.values("field__name")),
        }

    @property
    def listed_name(self) -> str:
        """Return the name as lists are sorted by it."""
        return f"{self.last_name}, {self.first_name}"

    def is_minor(self, on: dt.date) -> bool:
        """Say whether somebody is under age, by the year of birth where no day is known."""
        if self.of_age_on:
            return self.of_age_on > on
        return self.birth_year is not None and self.birth_year + OF_AGE > on.year

    @property
    def has_access(self) -> bool:
        return self.membership is not None and self.membership.ends_on is None

    # Django's get_status_display() makes its table anew for every row of a list.

    @property
    def status_label(self) -> str:
        return self.Status(self.status).label

    @property
    def tone(self) -> str:
        """Return how the status looks beside its word."""
        return TONES.get(self.status, "info")

    # Mutators

    def touch(self) -> None:
        """Count an edit of what hangs on the person, so that the second of two is told."""
        type(self).objects.filter(pk=self.pk).update(version=F("version") + 1)
        self.refresh_from_db(fields=["version"])

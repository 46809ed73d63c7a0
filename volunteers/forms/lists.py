"""What the list of people is narrowed by."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery

from lotsen_portal.common.forms import FilterForm
from lotsen_portal.common.versions import in_words
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Municipality
from volunteers.forms.columns import with_value
from volunteers.matching import narrowing
from volunteers.models import (
    Availability,
    EngagementField,
    HelperCircle,
    Language,
    LanguageSkill,
    RegistryRules,
    Tag,
    Volunteer,
)
from volunteers.permissions import CLEARANCE

# The languages that somebody in the Kreis speaks or once spoke: whoever looks for the next one from
# here finds this one. That is one look into the index for each language, whereas an EXISTS reads
# all skills of the Kreis.
_FROM_HERE = LanguageSkill.objects.filter(language__gte=OuterRef("pk")).order_by("language_id")
SPOKEN = Language.objects.filter(pk=Subquery(_FROM_HERE.values("language_id")[:1]))
LEVELS = LanguageSkill.Level.values


class PeopleFilter(FilterForm):
    """What most people narrow the list by."""

    q = forms.CharField(label="Name, Ort, Telefon oder E-Mail", required=False)
    language = forms.ModelChoiceField(
        SPOKEN.order_by("name"), label="Sprache", empty_label="alle", required=False
    )
    field = forms.ModelChoiceField(
        EngagementField.objects.order_by("position", "name"),
        label="Einsatzbereich",
        empty_label="alle",
        required=False,
    )
    status = forms.MultipleChoiceField(
        label="Status", choices=Volunteer.Status.choices, required=False
    )
    # What the address says beside, kept when somebody filters anew.
    sort = forms.Field(widget=forms.HiddenInput, required=False)
    columns = forms.Field(widget=forms.MultipleHiddenInput, required=False)

    def __init__(self, query: Any, *, member: Member) -> None:
        super().__init__(query)
        for name in {"sort", "columns"} - query.keys():
            del self.fields[name]
        self.more = "" if isinstance(self, WidePeopleFilter) else with_value(query, wide="1")

    @property
    def narrowed_by(self) -> list[str]:
        """Return the names of the fields that narrow the list, never what they ask for."""
        return [str(field.label) for _, field in self._narrowing()]

    @property
    def narrowed_to(self) -> list[str]:
        """Return what the fields ask for as well, for whoever has the list in front of them."""
        return [
            f"{field.label}: {in_words(field, self.cleaned_data[name])}"
            for name, field in self._narrowing()
        ]

    def _narrowing(self) -> list[tuple[str, Any]]:
        beside = {"sort", "columns"}
        given = {name for name, value in self.cleaned_data.items() if value} - beside
        if "municipality" not in given:
            given -= {"around"}
        return [(name, field) for name, field in self.fields.items() if name in given]

    @property
    def is_about_clearance(self) -> bool:
        return bool(self.is_valid() and self.cleaned_data.get("clearance"))

    def narrow(self, people: Any, *, on: dt.date) -> Any:
        """Keep those of whom all holds that was asked for and could be read."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if "status" in given:
            people = people.filter(status__in=given["status"])
        if skill := _skill(given):
            people = narrowing.speaking(people, on=on, **skill)
        if "field" in given:
            people = narrowing.engaged_in(people, given["field"], on=on)
        if "circle" in given:
            people = narrowing.in_circle(people, given["circle"], on=on)
        if part := {name: given[name] for name in ("weekday", "slot") if name in given}:
            people = narrowing.free(people, **part)
        if "tag" in given:
            people = narrowing.tagged(people, given["tag"])
        if "silent_since" in given:
            people = narrowing.silent_since(people, given["silent_since"])
        if "clearance" in given:
            people = _by_clearance(people, given["clearance"], on=on)
        if "municipality" in given:
            people = _by_place(people, given["municipality"], given.get("around", "here"))
        return people


class WidePeopleFilter(PeopleFilter):
    """All by which the list can be narrowed, for whoever asks for more."""

    level = forms.ChoiceField(
        label="Niveau mindestens",
        choices=[("", "alle"), *LanguageSkill.Level.choices],
        required=False,
    )
    circle = forms.ModelChoiceField(
        HelperCircle.objects.filter(dissolved_on=None).order_by("name"),
        label="Helferkreis",
        empty_label="alle",
        required=False,
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.order_by("name"), label="Gemeinde", empty_label="alle", required=False
    )
    around = forms.ChoiceField(
        label="Umkreis",
        choices=[
            ("here", "nur dort"),
            ("near", "mit Nachbargemeinden"),
            ("kreis", "im ganzen Kreis"),
        ],
        initial="here",
        required=False,
    )
    weekday = forms.ChoiceField(
        label="Hat Zeit am",
        choices=[("", "alle Tage"), *Availability.Weekday.choices],
        required=False,
    )
    slot = forms.ChoiceField(
        label="Tageszeit", choices=[("", "alle"), *Availability.Slot.choices], required=False
    )
    tag = forms.ModelChoiceField(
        Tag.objects.order_by("name"), label="Schlagwort", empty_label="alle", required=False
    )
    clearance = forms.ChoiceField(
        label="Führungszeugnis",
        choices=[
            ("", "alle"),
            ("due", "läuft ab oder ist abgelaufen"),
            ("missing", "fehlt, wird aber gebraucht"),
        ],
        required=False,
    )
    silent_since = forms.DateField(label="Kein Kontakt seit", required=False)
    interprets = forms.BooleanField(label="dolmetscht", required=False)

    field_order = [
        *("q", "language", "level", "field", "circle", "municipality", "around"),
        *("weekday", "slot", "tag", "clearance", "silent_since", "interprets", "status"),
    ]

    def __init__(self, query: Any, *, member: Member) -> None:
        super().__init__(query, member=member)
        # Who has to show what is for the Lotsin alone.
        if not member.has(*CLEARANCE):
            del self.fields["clearance"]


RARER = WidePeopleFilter.base_fields.keys() - PeopleFilter.base_fields.keys()


def filter_of(query: Any, *, member: Member) -> PeopleFilter:
    """Return the filters; the rarer ones as well where they are asked for or in force."""
    wide = "wide" in query or any(query.get(name) for name in RARER)
    return (WidePeopleFilter if wide else PeopleFilter)(query, member=member)


def _skill(given: dict[str, Any]) -> dict[str, Any]:
    """Return what has to hold of one and the same language."""
    skill: dict[str, Any] = {
        name: given[name] for name in ("language", "interprets") if name in given
    }
    if "level" in given:
        skill["level__in"] = LEVELS[LEVELS.index(given["level"]) :]
    return skill


def _by_clearance(people: Any, wanted: str, *, on: dt.date) -> Any:
    if wanted == "missing":
        return narrowing.clearance_missing(people, on=on)
    rules = RegistryRules.objects.first() or RegistryRules()
    return narrowing.clearance_due(people, on + dt.timedelta(weeks=rules.reminder_weeks))


def _by_place(people: Any, here: Municipality, around: str) -> Any:
    neighbours = list(
        Municipality.objects.filter(pk__in=here.neighbours.values("neighbour"))
        if around != "here"
        else ()
    )
    if around != "kreis":
        people = narrowing.coming_to(people, [here, *neighbours])
    return narrowing.by_nearness(people, [here], neighbours)

"""What the Lotsin fills in: the filter, a Schulung with its sessions, the reason it is off."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from lotsen_portal.common.forms import BaseForm, FilterForm
from lotsen_portal.common.versions import CHANGED, Difference, VersionedModelForm
from networking.models import Partner
from trainings.actions.planning import EDITABLE, SessionEntry
from trainings.models import Session, Training
from volunteers.models import Topic

TEACHING_UNIT = dt.timedelta(minutes=45)
MOST_SESSIONS = 40


class TrainingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Titel, Ort oder Referent", method="search", max_length=200)
    topic = django_filters.ModelChoiceFilter(
        label="Thema", queryset=Topic.objects.order_by("position"), empty_label="alle"
    )
    period = django_filters.ChoiceFilter(
        label="Zeitraum",
        choices=[("past", "vergangene"), ("all", "alle")],
        empty_label="kommende",
        method="keep",
    )
    state = django_filters.ChoiceFilter(
        label="Stand",
        choices=[
            ("draft", "Entwurf"),
            ("published", "veröffentlicht"),
            ("cancelled", "abgesagt"),
        ],
        empty_label="alle",
        method="in_state",
    )

    class Meta:
        model = Training
        form = FilterForm
        fields = ["q", "topic", "period", "state"]

    def filter_queryset(self, queryset: Any) -> QuerySet:
        """Show what is to come unless somebody asks for more; the past begins with the latest."""
        found, now = super().filter_queryset(queryset), timezone.now()
        period = self.form.cleaned_data.get("period")
        if period == "all":
            return found.order_by("-starts_at", "-pk")
        if period == "past":
            return found.past(now).order_by("-starts_at", "-pk")
        return found.current(now)

    def search(self, trainings: Any, name: str, text: str) -> QuerySet:
        return trainings.search(text)

    def in_state(self, trainings: Any, name: str, state: str) -> QuerySet:
        return trainings.in_state(state)

    def keep(self, trainings: QuerySet, name: str, period: str) -> QuerySet:
        return trainings


class TrainingForm(VersionedModelForm):
    class Meta:
        model = Training
        fields = list(EDITABLE)
        help_texts = {
            "place": "Raum und Anschrift, so dass man hinfindet.",
            "description": "Steht auf der öffentlichen Seite der Schulung.",
            "task_area": "Für den Sachbericht: Aufgabenfeld der Förderrichtlinie.",
        }

    field_order = [
        "title",
        "topic",
        "description",
        "place",
        "capacity",
        "speaker",
        "host",
        "task_area",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.order_by("position")
        self.fields["topic"].empty_label = "Bitte wählen"
        self.fields["host"].queryset = Partner.objects.order_by("sort_key")
        self.fields["host"].empty_label = "der Kreis selbst"
        # The column's own lower limit is 0.
        self.fields["capacity"] = forms.IntegerField(
            label="Plätze",
            min_value=1,
            max_value=1000,
            help_text="Wer sich danach anmeldet, kommt auf die Warteliste.",
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.instance.pk:
            # The row is locked now; what was read before may count seats given since.
            now: Training = Training.objects.get(pk=self.instance.pk)
            self.instance.seats_taken, self.instance.waiting_count = (
                now.seats_taken,
                now.waiting_count,
            )
            self._check_capacity(cleaned.get("capacity"), taken=now.seats_taken)
        return cleaned

    def _check_capacity(self, capacity: int | None, *, taken: int) -> None:
        if capacity is not None and capacity < taken:
            self.add_error(
                "capacity",
                f"Es sind schon {taken} Plätze vergeben. Weniger Plätze gehen nur, wenn Sie "
                "vorher Anmeldungen absagen.",
            )

    def compare_sessions(self, typed: list[SessionEntry]) -> None:
        """Add the sessions to what differs, when somebody else has saved meanwhile."""
        if CHANGED not in self.non_field_errors():
            return
        stored = self.instance.sessions.order_by("starts_at", "pk")
        pair = Difference(
            label="Termine",
            yours=_in_words(entry for entry in typed if not entry.is_removed),
            theirs=_in_words(stored),
        )
        if pair.yours != pair.theirs:
            self.differences.append(pair)


def _in_words(sessions: Any) -> str:
    lines = sorted((timezone.localtime(s.starts_at), s.teaching_units) for s in sessions)
    return "\n".join(f"{begin:%d.%m.%Y, %H:%M} Uhr, {units} UE" for begin, units in lines) or "–"


class SessionForm(BaseForm):
    """One Termin; `pk` names the stored one."""

    marks_optional = False

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label="Tag")
    begins = forms.TimeField(label="von")
    ends = forms.TimeField(label="bis")
    teaching_units = forms.IntegerField(
        label="Unterrichtseinheiten",
        help_text="Je 45 Minuten. Leer: nach der Dauer gerechnet.",
        min_value=1,
        max_value=20,
        required=False,
    )
    remove = forms.BooleanField(label="Termin entfernen", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pk: Any = self["pk"]
        if not (pk.typed if self.is_bound else self.initial.get("pk")):
            del self.fields["remove"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if not (begins and ends):
            return cleaned
        if ends <= begins:
            self.add_error("ends", "Das Ende liegt vor dem Beginn.")
        elif not cleaned.get("teaching_units") and not self.has_error("teaching_units"):
            day = dt.date(2000, 1, 1)
            length = dt.datetime.combine(day, ends) - dt.datetime.combine(day, begins)
            cleaned["teaching_units"] = max(1, length // TEACHING_UNIT)
        return cleaned

    def full_clean(self) -> None:
        super().full_clean()
        # A Termin that goes need not be right.
        if self.is_bound and self.cleaned_data.get("remove") and self.cleaned_data.get("pk"):
            self._errors.clear()  # type: ignore[attr-defined]  # Django's own store of errors

    def entry(self) -> SessionEntry | None:
        """Return what was typed; None for a row left empty or not readable."""
        data = getattr(self, "cleaned_data", {})
        if data.get("remove"):
            now = timezone.now()
            return SessionEntry(now, now, 1, pk=data["pk"], is_removed=True)
        if not self.has_changed() and not data.get("pk"):
            return None
        if not all(data.get(name) for name in ("on", "begins", "ends", "teaching_units")):
            return None
        return SessionEntry(
            starts_at=_moment(data["on"], data["begins"]),
            ends_at=_moment(data["on"], data["ends"]),
            teaching_units=data["teaching_units"],
            pk=data.get("pk"),
        )

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        begins, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        return {
            "pk": session.pk,
            "on": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "teaching_units": session.teaching_units,
        }


def _moment(on: dt.date, at: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, at))


class SessionFormSet(
    forms.formset_factory(  # type: ignore[misc]  # Django makes the base class at run time
        SessionForm, extra=0, max_num=MOST_SESSIONS, absolute_max=MOST_SESSIONS, validate_max=True
    )
):
    """The Termine of a Schulung: stored ones, and rows to fill in."""

    default_error_messages = {
        "missing_management_form": "Die Seite war unvollständig. Bitte senden Sie sie noch einmal.",
        "too_many_forms": f"Mehr als {MOST_SESSIONS} Termine gehen nicht.",
    }

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        # Every row may stay empty, also the first ones.
        return super()._construct_form(i, empty_permitted=True, **kwargs)

    def entries(self) -> list[SessionEntry]:
        return [entry for form in self.forms if (entry := form.entry())]


class CancellationForm(BaseForm):
    reason = forms.CharField(
        label="Grund, in Ihren Worten",
        help_text="Steht in der Mail an alle Angemeldeten.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from lotsen_portal.common.forms import FilterForm
from lotsen_portal.common.versions import VersionedModelForm
from networking.models import NetworkMeeting, OutreachActivity


def recent_years() -> list[tuple[str, str]]:
    """Return this year and the nine before, for the filter of a list by day."""
    this_year = timezone.localdate().year
    return [(str(year), str(year)) for year in range(this_year, this_year - 10, -1)]


class ActivityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Titel", method="search", max_length=200)
    year = django_filters.ChoiceFilter(
        label="Jahr", choices=recent_years, method="in_year", empty_label="alle"
    )

    def search(self, activities: Any, name: str, text: str) -> QuerySet:
        return activities.search(text)

    def in_year(self, activities: Any, name: str, year: str) -> QuerySet:
        return activities.within(dt.date(int(year), 1, 1), dt.date(int(year), 12, 31))


class MeetingFilter(ActivityFilter):
    part = django_filters.ChoiceFilter(
        label="Rolle", choices=NetworkMeeting.Part.choices, empty_label="alle"
    )

    class Meta:
        model = NetworkMeeting
        form = FilterForm
        fields = ["q", "part", "year"]


class OutreachFilter(ActivityFilter):
    kind = django_filters.ChoiceFilter(
        label="Art", choices=OutreachActivity.Kind.choices, empty_label="alle"
    )

    class Meta:
        model = OutreachActivity
        form = FilterForm
        fields = ["q", "kind", "year"]


class MeetingForm(VersionedModelForm):
    class Meta:
        model = NetworkMeeting
        fields = ["title", "on", "part", "people_count", "task_area", "result"]
        widgets = {"part": forms.RadioSelect}
        help_texts = {
            "title": "Zum Beispiel „Runder Tisch Integration“ oder „Treffen der Helferkreise“.",
            "result": "Zwei, drei Sätze genügen. Sie helfen später beim Sachbericht.",
        }

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class OutreachForm(VersionedModelForm):
    class Meta:
        model = OutreachActivity
        fields = ["title", "on", "kind", "task_area"]
        help_texts = {"title": "Zum Beispiel „Artikel im Merkur über die Sprachpaten“."}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

"""How the Land filters what the Kreise have released."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet

from lotsen_portal.common.forms import FilterForm
from lotsen_portal.tenancy.models import Region, Tenant


class LandFilter(django_filters.FilterSet):
    """The Kreise with what they released for a year; the caller has put that beside each.

    The states are those of the counts above the list: who has presented has released as well,
    and overdue is who has not presented in time, released or not.
    """

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

    def __init__(
        self, *args: Any, years: Sequence[int], preset: int, is_late: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        self.filters["year"].extra["initial"] = str(preset)
        self.is_late = is_late

    def as_it_is(self, kreise: QuerySet, name: str, year: str) -> QuerySet:
        return kreise

    def in_state(self, kreise: QuerySet, name: str, state: str) -> QuerySet:
        match state:
            case self.PRESENTED:
                return kreise.filter(presented_on__isnull=False)
            case self.RELEASED:
                return kreise.filter(released_at__isnull=False)
            case self.MISSING:
                return kreise.filter(released_at__isnull=True)
        return kreise.filter(presented_on__isnull=True) if self.is_late else kreise.none()

"""The form in which a Kreis says which of its municipalities lie next to each other."""

from typing import Any

from django import forms

from lotsen_portal.common.forms import BaseForm
from lotsen_portal.tenancy.models import Municipality


class NeighboursForm(BaseForm):
    neighbours = forms.ModelMultipleChoiceField(
        label="Nachbargemeinden",
        queryset=Municipality.objects.order_by("name"),
        required=False,
        help_text="Die andere Richtung trägt das Portal von selbst ein.",
    )

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["neighbours"]
        field.queryset = field.queryset.exclude(pk=municipality.pk)
        chosen = municipality.neighbours.values_list("neighbour_id", flat=True)
        self.initial["neighbours"] = list(chosen)

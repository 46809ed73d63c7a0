"""How the list looks: its columns, and the views kept under a name."""

from collections.abc import Sequence
from typing import Any

from django import forms

from lotsen_portal.common.forms import BaseForm, BaseModelForm, FilterForm
from lotsen_portal.tenancy.models import Membership
from volunteers.forms.columns import COLUMNS
from volunteers.models import SavedView


class ColumnsForm(FilterForm):
    columns = forms.MultipleChoiceField(
        label="Außer dem Namen zeigen",
        choices=[(column.key, column.label) for column in COLUMNS],
        required=False,
    )


class ForgottenViewForm(BaseForm):
    """Which of the own views is in nobody's way any more."""

    view = forms.ModelChoiceField(SavedView.objects.all())

    def __init__(self, *args: Any, owners: Sequence[Membership]) -> None:
        super().__init__(*args)
        field: Any = self.fields["view"]
        field.queryset = SavedView.objects.filter(owner__in=owners)


class SavedViewForm(BaseModelForm):
    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        help_texts = {
            "name": "Zum Beispiel „Dolmetscherinnen in Holzkirchen“.",
            "is_shared": "Sonst sehen nur Sie diese Ansicht.",
        }

from typing import ClassVar

from django import forms

from lotsen_portal.common.forms import BaseModelForm
from lotsen_portal.common.versions import VersionedModelForm
from volunteers.models import RegistryRules, Tag, TargetGroup


class _WordForm(BaseModelForm):
    taken: ClassVar[str]

    def clean_name(self) -> str:
        """Refuse a name that another row has, however it is capitalised."""
        name = " ".join(self.cleaned_data["name"].split())
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(self.taken)
        return name


class TargetGroupForm(_WordForm):
    taken = "Diese Zielgruppe steht schon in der Liste."

    class Meta:
        model = TargetGroup
        fields = ["name"]
        help_texts = {"name": "Nichts über Religion oder Gesundheit."}


class TagForm(_WordForm):
    taken = "Dieses Schlagwort gibt es schon."

    class Meta:
        model = Tag
        fields = ["name"]
        help_texts = {
            "name": "Zum Beispiel: Sommerfest 2026. Nichts über Herkunft, Religion oder Gesundheit."
        }


class RulesForm(VersionedModelForm):
    groups = [
        ("Führungszeugnis", ["clearance_years", "clearance_max_age_months"]),
        ("Erinnerungen", ["reminder_weeks"]),
    ]

    class Meta:
        model = RegistryRules
        fields = ["clearance_years", "clearance_max_age_months", "reminder_weeks"]
        help_texts = {
            "clearance_years": "Üblich sind fünf Jahre.",
            "clearance_max_age_months": "Üblich sind drei Monate.",
            "reminder_weeks": "Bei Führungszeugnissen und Qualifikationen.",
        }

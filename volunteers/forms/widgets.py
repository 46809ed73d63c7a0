from typing import Any

from django import forms

from volunteers.models import Availability


class WeekGrid(forms.CheckboxSelectMultiple):
    """Checkboxes as a table: a row for each weekday, a column for each part of the day."""

    template_name = "forms/widgets/week_grid.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = [options[0] for _, options, _ in context["widget"]["optgroups"]]
        columns = len(Availability.Slot)
        # Where there is no room for the whole word, it breaks here.
        shy = "\N{SOFT HYPHEN}mittags"
        context["columns"] = [word.replace("mittags", shy) for word in Availability.Slot.labels]
        context["days"] = [
            (day.label, boxes[row * columns : (row + 1) * columns])
            for row, day in enumerate(Availability.Weekday)
        ]
        return context

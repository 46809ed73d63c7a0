"""The forms of the portal: one renderer for all of them, and the bases of our own."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template

from lotsen_portal.common.boundfields import PortalBoundField
from lotsen_portal.common.errors import DomainError


class PortalFormRenderer(TemplatesSetting):
    """Render every form, formset, field and error list by `templates/forms/`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    bound_field_class = PortalBoundField
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        ours = template_name
        for prefix in ("django/forms/", "django_filters/"):
            ours = ours.replace(prefix, "forms/", 1)
        return select_template([ours, template_name])


# The mixin calls what Django's BaseForm has; at run time both kinds of form bring it along.
if TYPE_CHECKING:
    from django.forms.forms import BaseForm as _Mixin
else:
    _Mixin = object


class _PortalForm(_Mixin):
    """What BaseForm and BaseModelForm share.

    `groups` sorts the fields under headings: `[("Anschrift", ["street", "city"])]`; fields
    that no group names come first.
    """

    # Of which kind each is, the class knows that declares it.
    fields: dict[str, Any]
    groups: ClassVar[list[tuple[str, list[str]]]] = []
    marks_optional = True

    def add_domain_error(self, error: DomainError) -> None:
        """Show the sentence of a rule that said no, beside its field if it names one."""
        self.add_error(error.field if error.field in self.fields else None, str(error))

    def get_context(self) -> dict[str, Any]:
        context = super().get_context()
        grouped = {name for _, names in self.groups for name in names}
        context["fields"] = [pair for pair in context["fields"] if pair[0].name not in grouped]
        context["groups"] = list(self._bound_groups())
        return context

    def _bound_groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        for legend, names in self.groups:
            if present := [self[name] for name in names if name in self.fields]:
                yield legend, present


class BaseForm(_PortalForm, forms.Form):
    pass


class BaseModelForm(_PortalForm, forms.ModelForm):
    def validate_constraints(self) -> None:
        """Check also the constraints that begin with the tenant, which no form shows."""
        # The stubs leave out what Django keeps to itself.
        exclude = self._get_validation_exclusions() - {"tenant"}  # type: ignore[attr-defined]
        try:
            self.instance.validate_constraints(exclude=exclude)
        except forms.ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]  # as above


class FilterForm(BaseForm):
    """The form above a list: nothing is required, so nothing is marked as optional."""

    marks_optional = False
    use_required_attribute = False
    # The address behind the question mark that shows the rarer fields as well; none if all show.
    more = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A page may hold another form with a field of the same name.
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)


class EuroField(forms.DecimalField):
    """Euros and cents as Decimal; reads `1.234,50` and `1234.50`. Not negative by default."""

    default_error_messages = {
        "invalid": "Bitte geben Sie einen Betrag ein, zum Beispiel 1.234,50.",
        "min_value": "Der Betrag darf nicht negativ sein.",
        "max_decimal_places": "Bitte geben Sie höchstens zwei Stellen nach dem Komma ein.",
        "max_digits": "Dieser Betrag ist zu groß.",
        "max_whole_digits": "Dieser Betrag ist zu groß.",
    }

    def __init__(self, *, min_value: Decimal | int | None = 0, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 12)
        super().__init__(min_value=min_value, decimal_places=2, **kwargs)


class RowNumberField(forms.IntegerField):
    """The number of a row, out of a link; what is none is left out, as nobody could mend it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None

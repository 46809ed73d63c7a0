from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.test.utils import isolate_apps
from pytest_django.asserts import assertHTMLEqual

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.common.versions import CHANGED, GONE, Difference, VersionedModelForm

# Kept out of the registry: no migration, no table.
with isolate_apps("lotsen_portal.common"):

    class Entry(VersionedModel):
        name = models.CharField("Name", max_length=50)
        kind = models.CharField("Art", max_length=1, choices=[("a", "vor Ort"), ("b", "online")])
        on = models.DateField("Am", null=True, blank=True)
        amount = models.DecimalField("Betrag", max_digits=8, decimal_places=2, default=0)

        class Meta:
            app_label = "common"


class EntryForm(VersionedModelForm):
    """A form whose locked row is handed over; the real lock is tested on a real table."""

    topics = forms.MultipleChoiceField(choices=[("x", "Wohnen"), ("y", "Arbeit")], required=False)

    class Meta:
        model = Entry
        fields = ("name", "kind", "on", "amount")

    def __init__(self, *args: Any, stored: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored

    def _locked_row(self) -> Entry | None:
        return self.stored


def entry(**values: Any) -> Entry:
    return Entry(
        **{"pk": 7, "name": "Ada", "kind": "a", "amount": Decimal("99.00"), "version": 3, **values}
    )


def submit(version: str, stored: Entry | None, **typed: Any) -> EntryForm:
    data = {"name": "Ada Huber", "kind": "b", "on": "", "amount": "99", "version": version, **typed}
    return EntryForm(data, instance=entry(), stored=stored)


def test_page_carries_the_version() -> None:
    form = EntryForm(instance=entry())
    assertHTMLEqual(
        str(form["version"]), '<input type="hidden" name="version" value="3" id="id_version">'
    )


def test_new_thing_has_no_version() -> None:
    assert list(EntryForm().fields) == ["name", "kind", "on", "amount", "topics"]


def test_first_editor_saves() -> None:
    form = submit("3", entry())
    assert form.is_valid()
    assert (form.instance.name, form.instance.kind, form.instance.version) == (
        "Ada Huber",
        "b",
        3,
    )


def test_second_editor_sees_both_versions() -> None:
    form = submit("3", entry(name="Ada Meier", version=4), on="22.11.2026", topics=["x"])
    assert not form.is_valid()
    assert form.errors == {"__all__": [CHANGED]}
    assert form.differences == [
        Difference("Name", yours="Ada Huber", theirs="Ada Meier"),
        Difference("Art", yours="online", theirs="vor Ort"),
        Difference("Am", yours="22.11.2026", theirs="–"),
        Difference("Topics", yours="Wohnen", theirs="–"),
    ]
    assert form["name"].value() == "Ada Huber"
    assert form["version"].value() == "4"


def test_second_editor_saves_deliberately() -> None:
    stored = entry(name="Ada Meier", version=4)
    first = submit("3", stored)
    first.is_valid()
    again = submit(first["version"].value(), stored)
    assert again.is_valid()
    assert (again.instance.name, again.instance.version) == ("Ada Huber", 4)


def test_missing_or_forged_version_is_a_conflict() -> None:
    for version in ("", "nonsense", "99", "1_0"):
        form = submit(version, entry())
        assert not form.is_valid()
        assert form["version"].value() == "3"


def test_what_is_no_value_yet_is_shown_as_typed() -> None:
    form = submit("3", entry(name="Ada Huber", kind="b", version=4), amount="viel")
    assert not form.is_valid()
    assert form.differences == [Difference("Betrag", yours="viel", theirs="99,00")]


def test_row_that_is_gone() -> None:
    form = submit("3", None)
    assert form.errors == {"__all__": [GONE]}


def test_conflict_shows_both_versions_on_the_page() -> None:
    form = submit("3", entry(name="Ada Meier", kind="b", version=4))
    table = "<table" + str(form).partition("<table")[2].partition("</table>")[0] + "</table>"
    assertHTMLEqual(
        table,
        """<table class="kern-table cards differences">
        <caption class="kern-title kern-title--small">Was sich unterscheidet</caption>
        <thead class="kern-table__head"><tr class="kern-table__row">
        <th class="kern-table__header" scope="col">Feld</th>
        <th class="kern-table__header" scope="col">Ihre Eingabe</th>
        <th class="kern-table__header" scope="col">Inzwischen gespeichert</th>
        </tr></thead><tbody class="kern-table__body"><tr class="kern-table__row">
        <th class="kern-table__header" scope="row">Name</th>
        <td class="kern-table__cell words" data-label="Ihre Eingabe">Ada Huber</td>
        <td class="kern-table__cell words" data-label="Inzwischen gespeichert">
        Ada Meier</td></tr></tbody></table>""",
    )

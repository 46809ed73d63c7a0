"""Who may be there twice, and the pages from the pair to one entry and back."""

import pytest

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import (
    VolunteerFactory,
)
from tests.volunteers.merging import two_entries
from volunteers.actions import merging as actions
from volunteers.actions import people
from volunteers.matching import alike
from volunteers.models import (
    Distinct,
    Merge,
    Volunteer,
)


@pytest.fixture
def two(cast: Cast) -> tuple[Volunteer, Volunteer]:
    return two_entries(cast)


# Who may be there twice


def test_pairs_with_reasons(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        for first, last, phone, birth_year in [
            ("Anna", "Müller", "0175 2467218", None),
            ("Ana", "Mueller", "+49 175 2467218", None),
            ("Olena", "Kovalenko", "", 1980),
            ("Kovalenko", "Olena", "", 1980),
            ("Olena", "Kovalenko", "", 1990),
            ("Karlheinz", "Müller", "0175 2467218", None),
            ("Ada", FOREIGN_NAME, "", None),
        ]:
            VolunteerFactory(first_name=first, last_name=last, phone=phone, birth_year=birth_year)

        found = [(pair.one.label, pair.other.label, pair.reasons) for pair in alike.pairs()]

    assert found == [
        ("Müller, Anna", "Mueller, Ana", ["ähnlicher Name", "gleiche Telefonnummer"]),
        ("Kovalenko, Olena", "Olena, Kovalenko", ["gleicher Name", "gleiches Geburtsjahr"]),
    ]


def test_two_people_are_not_proposed_again(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        one, other = (VolunteerFactory(first_name="Eva", last_name="Berg") for _ in range(2))
    page = "/ehrenamtliche/doppelte/"
    assert [pair.one.label for pair in coordinator.get(page).context["page"]] == ["Berg, Eva"]

    # Told twice, from either side, it is noted once.
    for first, second in ((other, one), (one, other)):
        coordinator.post(f"/ehrenamtliche/{first.pk}/zwei-personen/", {"other": second.pk})

    assert list(coordinator.get(page).context["page"]) == []
    with tenant_scope(cast.kreis):
        assert Distinct.objects.values_list("one_id", "other_id").get() == (one.pk, other.pk)
        assert AuditEntry.objects.filter(action="volunteer.kept_apart").count() == 2


# The pages


def test_from_the_pair_to_one_entry_and_back(
    coordinator: TenantClient, cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    kept, gone = two
    page = f"/ehrenamtliche/{gone.pk}/zusammenfuehrung/"
    assert (
        gone.listed_name
        in [person.listed_name for person in coordinator.get(page).context["people"]]
        or kept in coordinator.get(page).context["people"]
    )

    form = coordinator.get(f"{page}?other={kept.pk}").context["form"]
    asked = {name for name, field in form.fields.items() if not field.widget.is_hidden}
    assert asked == {"first_name", "email", "phone"}
    sent = {name: form[name].value() for name in form.fields} | {"first_name": "other"}
    coordinator.post(page, sent)

    with tenant_scope(cast.kreis):
        assert str(Volunteer.objects.get(pk=kept.pk)) == "Anna Maria Müller"
        merge = Merge.objects.get()
    shown = coordinator.get("/ehrenamtliche/doppelte/")
    assert [one.gone_name for one in shown.context["merges"]] == ["Anna Maria Müller"]

    answer = coordinator.post(f"/ehrenamtliche/doppelte/{merge.pk}/ruecknahme/", follow=True)

    assert answer.context["volunteer"].pk == gone.pk
    with tenant_scope(cast.kreis):
        assert str(Volunteer.objects.get(pk=kept.pk)) == "Anna Müller"


def test_changed_meanwhile_the_form_shows_the_new_state(
    coordinator: TenantClient, cast: Cast, two: tuple[Volunteer, Volunteer]
) -> None:
    kept, gone = two
    page = f"/ehrenamtliche/{kept.pk}/zusammenfuehrung/"
    form = coordinator.get(f"{page}?other={gone.pk}").context["form"]
    sent = {name: form[name].value() for name in form.fields}
    with tenant_scope(cast.kreis):
        gone.last_name = "Möller"
        people.change(gone, by=None)

    answer = coordinator.post(page, sent)

    assert actions.CHANGED in answer.content.decode()
    assert ("other", "Eintrag 2: Möller") in answer.context["form"].fields["last_name"].choices
    with tenant_scope(cast.kreis):
        assert not Merge.objects.exists()


@pytest.mark.parametrize("other", ["", "abc", "99999999999999999999", "self", "foreign"])
def test_whoever_is_no_other_person_is_looked_for(
    coordinator: TenantClient, cast: Cast, other: str
) -> None:
    names = {"self": cast.volunteer.pk, "foreign": cast.foreign_volunteer.pk}
    sent = {"other": names.get(other, other)}
    page = f"/ehrenamtliche/{cast.volunteer.pk}/zusammenfuehrung/"

    for answer in (coordinator.get(page, data=sent), coordinator.post(page, sent)):
        assert answer.context["person"] == cast.volunteer
        assert FOREIGN_NAME not in answer.content.decode()
    with tenant_scope(cast.kreis):
        assert not Merge.objects.exists()


def test_merging_is_the_lotsins(viewer: TenantClient, cast: Cast) -> None:
    assert viewer.get("/ehrenamtliche/doppelte/").status_code == 403

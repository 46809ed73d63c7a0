"""What a Kreis sets for its registry: target groups, tags, neighbours, rules."""

from typing import Any

import pytest

from lotsen_portal.audit.models import AuditDetail, AuditEntry
from lotsen_portal.presets import land
from lotsen_portal.presets.topics import TARGET_GROUPS
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Municipality, MunicipalityNeighbour, Tenant
from tests.cast import Cast
from tests.conftest import TenantClient
from volunteers.models import RegistryRules, Tag, TargetGroup, VolunteerTag, VolunteerTargetGroup

GROUPS, TAGS = "/einstellungen/zielgruppen/", "/einstellungen/schlagwoerter/"
RULES = "/einstellungen/regeln/"
WORDS = pytest.mark.parametrize(("path", "model"), [(GROUPS, TargetGroup), (TAGS, Tag)])


@pytest.mark.parametrize("path", [GROUPS, TAGS, "/einstellungen/gemeinden/nachbarn/"])
def test_lists_are_for_staff(
    coordinator: TenantClient, viewer: TenantClient, volunteer: TenantClient, path: str
) -> None:
    answers = [client.get(path).status_code for client in (coordinator, viewer, volunteer)]

    assert answers == [200, 200, 403]


@pytest.mark.parametrize("path", [f"{GROUPS}neu/", f"{TAGS}neu/", RULES])
def test_viewers_change_nothing(viewer: TenantClient, path: str) -> None:
    assert (viewer.get(path).status_code, viewer.post(path).status_code) == (403, 403)


@WORDS
def test_word_is_added_renamed_and_removed(
    coordinator: TenantClient, cast: Cast, path: str, model: Any
) -> None:
    assert coordinator.post(f"{path}neu/", {"name": " Nachbarn  im Ort "}).status_code == 302
    with tenant_scope(cast.kreis):
        word = model.objects.get(name="Nachbarn im Ort")

    coordinator.post(f"{path}{word.pk}/", {"name": "nachbarn im Ort"})
    with tenant_scope(cast.kreis):
        word.refresh_from_db()
    assert word.name == "nachbarn im Ort"
    assert "nachbarn im Ort" in coordinator.get(path).text

    coordinator.post(f"{path}{word.pk}/entfernung/")
    with tenant_scope(cast.kreis):
        assert not model.objects.filter(pk=word.pk).exists()
        entries = AuditEntry.objects.filter(subject_kind=model._meta.label).order_by("pk")
        done = [action.partition(".")[2] for action in entries.values_list("action", flat=True)]
    assert done == ["added", "changed", "removed"]


@WORDS
def test_same_word_again_is_said_beside_the_field(
    coordinator: TenantClient, cast: Cast, path: str, model: Any
) -> None:
    with tenant_scope(cast.kreis):
        model.objects.create(name="Nachbarn")
    with tenant_scope(cast.foreign_kreis):
        model.objects.create(name="Vereine")

    again = coordinator.post(f"{path}neu/", {"name": "NACHBARN"})

    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])
    assert coordinator.post(f"{path}neu/", {"name": "Vereine"}).status_code == 302


@pytest.mark.parametrize(
    ("path", "model", "link", "field"),
    [
        (GROUPS, TargetGroup, VolunteerTargetGroup, "target_group"),
        (TAGS, Tag, VolunteerTag, "tag"),
    ],
)
def test_word_in_use_stays(
    coordinator: TenantClient, cast: Cast, path: str, model: Any, link: Any, field: str
) -> None:
    with tenant_scope(cast.kreis):
        word = model.objects.create(name="Nachbarn")
        for person in (cast.volunteer, cast.colleague):
            link.objects.create(volunteer=person, **{field: word})

    coordinator.post(f"{path}{word.pk}/entfernung/")

    page = coordinator.get(path)
    assert "„Nachbarn“ steht noch bei 2 Personen und bleibt deshalb in der Liste." in page.text
    assert (word, 2) in page.context["rows"]
    with tenant_scope(cast.kreis):
        assert link.objects.filter(**{field: word}).count() == 2


def test_new_target_group_comes_last(coordinator: TenantClient, cast: Cast) -> None:
    coordinator.post(f"{GROUPS}neu/", {"name": "Aussiedler"})

    names = [str(row) for row, _ in coordinator.get(GROUPS).context["rows"]]
    assert names == [*TARGET_GROUPS, "Aussiedler"]


# Neighbours


def places(cast: Cast, *names: str) -> list[Municipality]:
    return [Municipality.objects.create(name=name, postcodes=["83714"]) for name in names]


def pairs(cast: Cast) -> set[str]:
    with tenant_scope(cast.kreis):
        rows = MunicipalityNeighbour.objects.select_related("municipality", "neighbour")
        return {str(row) for row in rows}


def test_neighbours_are_neighbours_of_each_other(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        one, two, three = places(cast, "Hausham", "Miesbach", "Schliersee")
        MunicipalityNeighbour.objects.create(municipality=two, neighbour=three)
        MunicipalityNeighbour.objects.create(municipality=three, neighbour=two)
    path = f"/einstellungen/gemeinden/{one.pk}/nachbarn/"

    coordinator.post(path, {"neighbours": [two.pk, three.pk]})
    assert pairs(cast) == {
        "Hausham – Miesbach",
        "Miesbach – Hausham",
        "Hausham – Schliersee",
        "Schliersee – Hausham",
        "Miesbach – Schliersee",
        "Schliersee – Miesbach",
    }

    coordinator.post(path, {"neighbours": [two.pk]})
    assert pairs(cast) == {
        "Hausham – Miesbach",
        "Miesbach – Hausham",
        "Miesbach – Schliersee",
        "Schliersee – Miesbach",
    }
    with tenant_scope(cast.kreis):
        told = AuditDetail.objects.order_by("-pk")[0].changes
    assert told == {"Nachbargemeinden": ["Miesbach, Schliersee", "Miesbach"]}
    listed = coordinator.get("/einstellungen/gemeinden/nachbarn/").context["municipalities"]
    assert [
        (str(place), [str(near.neighbour) for near in place.neighbours.all()]) for place in listed
    ] == [
        ("Hausham", ["Miesbach"]),
        ("Miesbach", ["Hausham", "Schliersee"]),
        ("Schliersee", ["Miesbach"]),
    ]


def test_no_municipality_lies_next_to_itself(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        one, _ = places(cast, "Hausham", "Miesbach")
    path = f"/einstellungen/gemeinden/{one.pk}/nachbarn/"

    assert coordinator.post(path, {"neighbours": [one.pk]}).status_code == 422
    assert pairs(cast) == set()


# Rules


def test_rules_begin_with_presets_and_are_kept_once(coordinator: TenantClient, cast: Cast) -> None:
    shown = coordinator.get(RULES).context["form"].instance
    assert (shown.clearance_years, shown.clearance_max_age_months, shown.reminder_weeks) == (
        5,
        3,
        8,
    )
    data = {"clearance_years": "3", "clearance_max_age_months": "6", "reminder_weeks": "4"}

    assert coordinator.post(RULES, data).status_code == 302
    again = coordinator.post(RULES, data | {"reminder_weeks": "5"})

    assert again.status_code == 422  # without a version it is somebody else's edit
    assert coordinator.post(RULES, data | {"reminder_weeks": "5", "version": 1}).status_code == 302
    with tenant_scope(cast.kreis):
        rules = RegistryRules.objects.get()
        assert (rules.clearance_years, rules.reminder_weeks) == (3, 5)
    with tenant_scope(cast.foreign_kreis):
        assert RegistryRules.current().reminder_weeks == 8


@pytest.mark.parametrize("weeks", ["0", "27"])
def test_rules_have_limits(coordinator: TenantClient, weeks: str) -> None:
    data = {"clearance_years": "3", "clearance_max_age_months": "6", "reminder_weeks": weeks}

    assert list(coordinator.post(RULES, data).context["form"].errors) == ["reminder_weeks"]


# Presets


def test_kreis_begins_with_target_groups_and_keeps_its_own_list(db: None) -> None:
    land.setup()
    kreis = Tenant.objects.get(slug="landkreis-miesbach")
    with tenant_scope(kreis):
        assert list(TargetGroup.objects.order_by("position").values_list("name", flat=True)) == (
            TARGET_GROUPS
        )
        TargetGroup.objects.exclude(name="Frauen").delete()
    older = Tenant.objects.get(slug="stadt-passau")
    with tenant_scope(older):
        TargetGroup.objects.all().delete()

    land.setup()

    with tenant_scope(kreis):
        assert [str(group) for group in TargetGroup.objects.all()] == ["Frauen"]
    with tenant_scope(older):
        assert TargetGroup.objects.count() == len(TARGET_GROUPS)

"""Languages as dated facts: a changed level ends one row and begins the next."""

import datetime as dt
from typing import Any

import pytest

from lotsen_portal.audit.models import AuditDetail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from volunteers.models import Language, LanguageSkill

LAST_YEAR, SPRING = dt.date(2025, 3, 1), dt.date(2026, 3, 1)


def skill(cast: Cast, tag: str = "ar", **values: Any) -> LanguageSkill:
    given = {"level": "a2", "starts_on": LAST_YEAR} | values
    row: LanguageSkill = LanguageSkill.objects.create(
        volunteer=cast.volunteer, language=Language.objects.get(tag=tag), **given
    )
    return row


def rows(cast: Cast) -> list[tuple[Any, ...]]:
    with tenant_scope(cast.kreis):
        found = LanguageSkill.objects.filter(volunteer=cast.volunteer).order_by("pk")
        return list(found.values_list("language__tag", "level", "starts_on", "ends_on"))


def test_language_is_added_and_shown_in_its_own_script(
    coordinator: TenantClient, cast: Cast
) -> None:
    data = {
        "language": Language.objects.get(tag="ar").pk,
        "level": "native",
        "speaks": "on",
        "interprets": "on",
        "certificate": "Zertifikat Laiendolmetschen",
        "starts_on": "2026-03-01",
        "version": cast.volunteer.version,
    }

    response = coordinator.post(f"/ehrenamtliche/{cast.volunteer.pk}/sprachen/", data)

    assert response.status_code == 302
    assert rows(cast) == [("ar", "native", SPRING, None)]
    page = coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text
    assert '<span lang="ar" dir="rtl">العربية</span>' in page
    assert "spricht, dolmetscht · Zertifikat Laiendolmetschen · seit 01.03.2026" in page
    with tenant_scope(cast.kreis):
        assert AuditDetail.objects.get().changes == {
            "Sprachen": ["", "Arabisch Muttersprache (spricht, dolmetscht)"]
        }


def test_same_language_twice_is_said_beside_the_field(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        arabic = skill(cast).language
    data = {"language": arabic.pk, "speaks": "on", "starts_on": "2026-03-01", "version": 1}

    answer = coordinator.post(f"/ehrenamtliche/{cast.volunteer.pk}/sprachen/", data)

    assert answer.context["form"].errors == {
        "language": ["Diese Sprache steht schon bei der Person. Ändern Sie dort das Niveau."]
    }


def test_language_that_is_neither_spoken_nor_written_is_none(
    coordinator: TenantClient, cast: Cast
) -> None:
    data = {"language": Language.objects.get(tag="ar").pk, "starts_on": "2026-03-01", "version": 1}

    answer = coordinator.post(f"/ehrenamtliche/{cast.volunteer.pk}/sprachen/", data)

    assert answer.context["form"].errors == {"speaks": ["Bitte wählen Sie mindestens eines aus."]}


def change(client: TenantClient, row: LanguageSkill, **changes: Any) -> Any:
    data = {"level": "b1", "speaks": "on", "on": "2026-03-01", "version": 1} | changes
    return client.post(f"/ehrenamtliche/sprachen/{row.pk}/", data)


def test_changed_level_begins_a_row_and_figures_of_last_year_stay(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)

    assert change(coordinator, row).status_code == 302

    assert rows(cast) == [
        ("ar", "a2", LAST_YEAR, SPRING - dt.timedelta(days=1)),
        ("ar", "b1", SPRING, None),
    ]
    with tenant_scope(cast.kreis):
        levels = [
            list(LanguageSkill.objects.on(day).values_list("level", flat=True))
            for day in (dt.date(2025, 12, 31), dt.date(2026, 12, 31))
        ]
    assert levels == [["a2"], ["b1"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"on": "2025-03-01"},
        {"level": "a2", "certificate": "telc A2"},
    ],
    ids=["the day it began", "the certificate alone"],
)
def test_slip_or_certificate_is_written_over(
    coordinator: TenantClient, cast: Cast, changes: dict[str, str]
) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)

    change(coordinator, row, **changes)

    assert rows(cast) == [("ar", changes.get("level", "b1"), LAST_YEAR, None)]
    with tenant_scope(cast.kreis):
        row.refresh_from_db()
    assert row.certificate == changes.get("certificate", "")


@pytest.mark.parametrize("name", ["writes", "interprets"])
def test_what_somebody_does_with_a_language_is_dated_too(
    coordinator: TenantClient, cast: Cast, name: str
) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)

    change(coordinator, row, level="a2", **{name: "on"})

    with tenant_scope(cast.kreis):
        found = LanguageSkill.objects.filter(volunteer=cast.volunteer).order_by("pk")
        assert list(found.values_list(name, "ends_on")) == [
            (False, SPRING - dt.timedelta(days=1)),
            (True, None),
        ]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (
            "2025-02-28",
            "Der bisherige Eintrag gilt seit dem 01.03.2025. Der neue kann nicht davor beginnen.",
        ),
        ("2099-01-01", "Der Tag darf nicht in der Zukunft liegen."),
    ],
)
def test_change_holds_from_a_day_that_can_be(
    coordinator: TenantClient, cast: Cast, on: str, sentence: str
) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)

    answer = change(coordinator, row, on=on)

    assert (answer.status_code, answer.context["form"].errors) == (422, {"on": [sentence]})
    assert rows(cast) == [("ar", "a2", LAST_YEAR, None)]


def test_second_editor_of_a_language_is_led_to_what_holds(
    coordinator: TenantClient, cast: Cast
) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)
    change(coordinator, row)

    answer = change(coordinator, row, level="c1")

    assert answer["Location"] == f"/landkreis-miesbach/ehrenamtliche/{cast.volunteer.pk}/"
    assert [level for _, level, _, ends_on in rows(cast) if ends_on is None] == ["b1"]
    page = coordinator.get(f"/ehrenamtliche/{cast.volunteer.pk}/").text
    assert "Dieser Eintrag ist inzwischen beendet." in page


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("2026-03-01", [("ar", "a2", LAST_YEAR, SPRING)]),
        ("2025-03-01", []),
    ],
    ids=["later", "the day it began"],
)
def test_language_ends(coordinator: TenantClient, cast: Cast, on: str, left: list[Any]) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)

    response = coordinator.post(f"/ehrenamtliche/sprachen/{row.pk}/ende/", {"on": on})

    assert (response.status_code, rows(cast)) == (302, left)


def test_language_does_not_end_before_it_began(coordinator: TenantClient, cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        row = skill(cast)

    answer = coordinator.post(f"/ehrenamtliche/sprachen/{row.pk}/ende/", {"on": "2025-02-01"})

    assert answer.context["form"].errors == {"on": ["Das Ende kann nicht vor dem Beginn liegen."]}

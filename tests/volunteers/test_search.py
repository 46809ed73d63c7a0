"""Whoever is looked for is among the first, however their name is written."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.cast import FOREIGN_NAME, Cast
from tests.factories.people import TenantFactory
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers.search_pairs import PAIRS, Pair, crowd
from volunteers.matching.search import nearest
from volunteers.models import Volunteer

PEOPLE = 10_000


@pytest.fixture(scope="module")
def full_kreis(django_db_setup: None, django_db_blocker: Any) -> Iterator[Tenant]:
    with django_db_blocker.unblock(), transaction.atomic():
        kreis = TenantFactory(slug="landkreis-voll")
        with tenant_scope(kreis):
            crowd(PEOPLE)
        yield kreis
        transaction.set_rollback(True)


def place_of(pair: Pair) -> int:
    """Return at which place the person stands in what is found; 0 where they are not found."""
    person = Volunteer.objects.get(
        first_name=pair.person.first_name, last_name=pair.person.last_name
    )
    found = nearest(Volunteer.objects.all(), pair.typed)
    return found.index(person.pk) + 1 if person.pk in found else 0


@pytest.mark.slow
def test_who_is_looked_for_is_among_the_first_ten_of_ten_thousand(full_kreis: Tenant) -> None:
    with tenant_scope(full_kreis):
        assert Volunteer.objects.count() == PEOPLE
        places = {pair.typed: place_of(pair) for pair in PAIRS}

    missed = {typed: place for typed, place in places.items() if not 0 < place <= 10}
    late = {p.typed: places[p.typed] for p in PAIRS if p.is_exact and not 0 < places[p.typed] <= 5}
    print(f"{len(PAIRS) - len(missed)} of {len(PAIRS)} found, missed: {missed}")
    assert (len(PAIRS), late) == (60, {})
    assert len(missed) <= 3, missed


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        # The family name before the other one, the name before the place, all before a part.
        ("berg", ["Berg Anna", "Maier Berg", "Abel Anna", "Bergmann Ida"]),
        ("Maier", ["Maier Berg", "Mayer Eva"]),
        ("08025 1234", ["Abel Anna"]),
        ("1234", ["Abel Anna"]),
        ("0049 (0)8025 1234", ["Abel Anna"]),
        ("83714", ["Mayer Eva"]),
        ("eva@", ["Mayer Eva"]),
        ("eva@nirgends.exmaple", ["Mayer Eva"]),
        ("evas-post", ["Bergmann Ida"]),
        ("example", []),
        ("maier huber", []),
        ("!!!", []),
    ],
)
def test_nearest_come_first(cast: Cast, typed: str, order: list[str]) -> None:
    with tenant_scope(cast.kreis):
        Volunteer.objects.all().delete()
        VolunteerFactory(first_name="Anna", last_name="Abel", place="Berg", phone="08025/12 34")
        VolunteerFactory(first_name="Anna", last_name="Berg")
        VolunteerFactory(first_name="Ida", last_name="Bergmann", email="evas-post@example.org")
        VolunteerFactory(first_name="Berg", last_name="Maier")
        VolunteerFactory(
            first_name="Eva", last_name="Mayer", email="eva@nirgends.example", postcode="83714"
        )
        found = nearest(Volunteer.objects.all(), typed)
        names = {one.pk: f"{one.last_name} {one.first_name}" for one in Volunteer.objects.all()}

    assert [names[pk] for pk in found] == order


def test_name_that_grows_in_latin_letters_is_stored(cast: Cast) -> None:
    """One sign may be six letters, and a hundred of them each are more than the column holds."""
    with tenant_scope(cast.kreis):
        long = VolunteerFactory(first_name="双" * 100, last_name="床" * 100, place="庄" * 100)

        assert nearest(Volunteer.objects.all(), long.search_key[:40]) == [long.pk]


def test_search_is_one_query_and_stays_in_the_kreis(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    with tenant_scope(cast.kreis), django_assert_num_queries(1):
        assert nearest(Volunteer.objects.all(), FOREIGN_NAME) == []
    with tenant_scope(cast.foreign_kreis):
        assert nearest(Volunteer.objects.all(), FOREIGN_NAME) == [cast.foreign_volunteer.pk]

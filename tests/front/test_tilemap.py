import csv
import re
from collections import Counter

import pytest
from django.test import Client

from lotsen_portal.front import tilemap
from lotsen_portal.presets import land
from lotsen_portal.tenancy.models import Tenant
from tests.cast import Cast


@pytest.fixture
def whole_land(db: None) -> dict[str, list[str]]:
    """Set up the 96 Kreise; return their keys by Regierungsbezirk, as the official list does."""
    land.setup()
    official: dict[str, list[str]] = {}
    with land.KREISE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            official.setdefault(row["regierungsbezirk"], []).append(row["ags"])
    return official


def test_every_kreis_has_one_tile_in_its_regierungsbezirk(whole_land: dict[str, list[str]]) -> None:
    shown = {
        block.region.label: sorted(tile.tenant.ags for tile in block.tiles)
        for block in tilemap.blocks(Tenant.objects.all())
    }

    assert sum(len(keys) for keys in shown.values()) == 96
    assert shown == whole_land


def test_no_tile_lies_upon_another(whole_land: dict[str, list[str]]) -> None:
    cells = Counter(
        (block.region, tile.cell)
        for block in tilemap.blocks(Tenant.objects.all())
        for tile in block.tiles
    )

    assert [cell for cell, count in cells.items() if count > 1 or not cell[1]] == []


def test_start_page_links_every_kreis_once(
    client: Client, whole_land: dict[str, list[str]]
) -> None:
    page = client.get("/").text

    linked = re.findall(r'<a class="tile[^"]*" href="/([a-z-]+)/">', page)
    assert sorted(linked) == sorted(Tenant.objects.values_list("slug", flat=True))
    assert all(page.count(f'href="/{slug}/"') == 1 for slug in linked)


def test_tiles_of_one_name_are_told_apart_in_words(client: Client, cast: Cast) -> None:
    page = client.get("/").text

    assert '<span class="kind county">Landkreis</span> Miesbach</a>' in page
    assert '<span class="kind">Stadt</span> Passau</a>' in page


def test_short_names_are_those_of_kreise(whole_land: dict[str, list[str]]) -> None:
    names = set(Tenant.objects.values_list("name", flat=True))

    assert set(tilemap.SHORT_NAMES) - names == set()

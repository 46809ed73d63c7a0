"""The schematic map of the start page: one tile for each Kreis, roughly where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass

from lotsen_portal.tenancy.addresses import tenant_path
from lotsen_portal.tenancy.models import Region, Tenant

# Each Kreis by the last three digits of its AGS, north above, a dot where the map is empty.
PLACES = {
    Region.LOWER_FRANCONIA: """
         .  .  672 673 674
        661 671 677 678 662
         .  676 679 663 675
    """,
    Region.UPPER_FRANCONIA: """
        463 473 476 475 464
        471 478 477 472 479
        461 474  .  462  .
    """,
    Region.MIDDLE_FRANCONIA: """
         .  575 572 562 574
        571 561 573 563 564
         .  577 576 565  .
    """,
    Region.UPPER_PALATINATE: """
         .  374 363 377
        371 361 376 372
        373 375 362  .
    """,
    Region.SWABIA: """
        773 779 771
        774 772 761
        775 778 762
        764 763 777
        776 780  .
    """,
    Region.UPPER_BAVARIA: """
        185 176 161 186  .
        174 178 177 183 171
        179 162 184 175 189
        181 188 163 187 172
        190 180 173 182  .
    """,
    Region.LOWER_BAVARIA: """
        263 278 276
        273 271 272
        274 279 275
        261 277 262
    """,
}
# What is too long for a tile, shortened; a bar is where the word may break.
SHORT_NAMES = {
    "Aschaffenburg": "Aschaffen|burg",
    "Bad Tölz-Wolfratshausen": "Bad Tölz-Wolfrats|hausen",
    "Berchtesgadener Land": "Berchtes|gadener Land",
    "Dillingen a.d.Donau": "Dillingen",
    "Fürstenfeldbruck": "Fürsten|feldbruck",
    "Garmisch-Partenkirchen": "Garmisch-Parten|kirchen",
    "Kempten (Allgäu)": "Kempten",
    "Landsberg am Lech": "Landsberg",
    "Lindau (Bodensee)": "Lindau",
    "Mühldorf a.Inn": "Mühldorf",
    "Neuburg-Schrobenhausen": "Neuburg-Schroben|hausen",
    "Neumarkt i.d.OPf.": "Neumarkt",
    "Neustadt a.d.Aisch-Bad Windsheim": "Neustadt (Aisch)",
    "Neustadt a.d.Waldnaab": "Neustadt (Waldnaab)",
    "Pfaffenhofen a.d.Ilm": "Pfaffen|hofen",
    "Tirschenreuth": "Tirschen|reuth",
    "Weiden i.d.OPf.": "Weiden",
    "Weißenburg-Gunzenhausen": "Weißenburg-Gunzen|hausen",
    "Wunsiedel i.Fichtelgebirge": "Wunsiedel",
}
CELLS = {
    f"09{cell}": f"row-{row} col-{column}"
    for drawing in PLACES.values()
    for row, line in enumerate(drawing.strip().splitlines(), start=1)
    for column, cell in enumerate(line.split(), start=1)
    if cell != "."
}


@dataclass(frozen=True)
class Tile:
    """A Kreis on the map: `cell` is the class that places it, `name` fits into a tile."""

    tenant: Tenant
    name: str
    url: str
    cell: str

    @property
    def kind(self) -> str:
        return "Landkreis" if self.tenant.kind == Tenant.Kind.COUNTY else "Stadt"


@dataclass(frozen=True)
class Block:
    """A Regierungsbezirk with its tiles, in the order of the Kreise that were given."""

    region: Region
    tiles: list[Tile]


def blocks(tenants: Iterable[Tenant]) -> list[Block]:
    """Return the map from north-west to south-east; an unknown Kreis gets a tile at the end."""
    of_region: dict[str, list[Tile]] = {}
    for tenant in tenants:
        of_region.setdefault(tenant.region, []).append(_tile(tenant))
    return [Block(region, of_region[region]) for region in PLACES if region in of_region]


def _tile(tenant: Tenant) -> Tile:
    name = SHORT_NAMES.get(tenant.name, tenant.name).replace("|", "\N{SOFT HYPHEN}")
    return Tile(tenant, name, tenant_path(tenant, "front:home"), CELLS.get(tenant.ags, ""))

import hashlib
import itertools
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest

from lotsen_portal.common.charts import FILLS, bar_chart

SVG = "{http://www.w3.org/2000/svg}"
TRAININGS: dict[str, Any] = {
    "chart_id": "k3-2026",
    "title": "Schulungen nach Thema",
    "series": {"2026": [14, 1125, 0], "2025": [12, 900, 3]},
    "labels": ["Asylrecht", "Sprachmittlung <im Amt>", "Gesundheit"],
}
PRINT_HASH = """
import hashlib
from tests.common.test_charts import TRAININGS
from lotsen_portal.common.charts import bar_chart
print(hashlib.sha256(bar_chart(**TRAININGS)).hexdigest())
"""


def texts(svg: bytes) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def bars(svg: bytes) -> list[float]:
    return [
        float(node.get("width", 0))
        for node in ElementTree.fromstring(svg).iter(f"{SVG}rect")
        if "tooltip-trigger" in node.get("class", "")
    ]


def test_every_bar_carries_its_number_and_every_group_its_name() -> None:
    assert sorted(texts(bar_chart(**TRAININGS))) == sorted(
        ["14", "1.125", "0", "12", "900", "3", "2026", "2025", *TRAININGS["labels"]]
    )


def test_bars_are_as_long_as_their_numbers() -> None:
    # Drawn from the bottom up, the last series first.
    numbers = [3, 900, 12, 0, 1125, 14]
    lengths = bars(bar_chart(**TRAININGS))
    assert [round(length / max(lengths), 3) for length in lengths] == [
        round(number / 1125, 3) for number in numbers
    ]


def test_chart_has_the_same_bytes_in_another_process() -> None:
    other = subprocess.run(
        [sys.executable, "-c", PRINT_HASH], capture_output=True, check=True, text=True
    )
    assert other.stdout.strip() == hashlib.sha256(bar_chart(**TRAININGS)).hexdigest()


def test_chart_holds_no_script_no_address_and_no_day() -> None:
    svg = bar_chart(**TRAININGS).decode()
    addresses = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "<script" not in svg
    assert "<!--" not in svg
    assert set(re.findall(r"https?://[^\"' ]+", svg)) <= addresses
    assert re.findall(r"url\(", svg) == []


def test_chart_says_what_it_is() -> None:
    root = ElementTree.fromstring(bar_chart(**TRAININGS))
    assert (root.get("id"), root.findtext(f"{SVG}title")) == (
        "chart-k3-2026",
        "Schulungen nach Thema",
    )


def test_series_differ_in_brightness_not_only_in_colour() -> None:
    def brightness(fill: str) -> float:
        red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    shades = sorted(brightness(fill) for fill in FILLS)
    assert all(lighter - darker > 70 for darker, lighter in itertools.pairwise(shades))


def test_a_single_series_needs_no_legend() -> None:
    svg = bar_chart(chart_id="k1", title="Stand", series={"2026": [0, 0]}, labels=["A", "B"])
    assert sorted(texts(svg)) == ["0", "0", "A", "B"]


def test_what_was_not_recorded_has_no_bar_and_no_number() -> None:
    svg = bar_chart(
        chart_id="k1", title="Stand", series={"2026": [7, 3], "2025": [None, 0]}, labels=["A", "B"]
    )
    assert sorted(texts(svg)) == sorted(["7", "3", "0", "2026", "2025", "A", "B"])
    assert len(bars(svg)) == 3


@pytest.mark.parametrize("count", [0, 4])
def test_series_that_cannot_be_told_apart_are_refused(count: int) -> None:
    series = {str(year): [1] for year in range(count)}
    with pytest.raises(ValueError, match="can be told apart"):
        bar_chart(chart_id="x", title="x", series=series, labels=["A"])

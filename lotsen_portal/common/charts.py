"""Charts as SVG files. Alone knows pygal; a page or a PDF shows the file as `<img>`."""

from collections.abc import Mapping, Sequence
from functools import partial
from xml.etree import ElementTree

import pygal
from pygal.style import Style

WIDTH = 760
BAR_HEIGHT, GROUP_GAP, LEGEND_HEIGHT = 17, 10, 36
# Told apart by light and dark and by the outline, so also in grey and by everyone.
FILLS = ("#1a3e72", "#ffffff", "#8fb0dd")
BARS = ".reactive {stroke: #1a3e72; stroke-width: 2; fill-opacity: 1; stroke-opacity: 1}"
STYLE = Style(
    background="#ffffff",
    plot_background="#ffffff",
    foreground="#1b1b1b",
    foreground_strong="#1b1b1b",
    foreground_subtle="#c8ccd2",
    guide_stroke_color="#c8ccd2",
    major_guide_stroke_color="#c8ccd2",
    guide_stroke_dasharray="0",
    major_guide_stroke_dasharray="0",
    opacity="1",
    transition="0s",
    font_family='"Portal Sans", "Fira Sans", sans-serif',
    label_font_size=14,
    major_label_font_size=14,
    value_font_size=14,
    legend_font_size=14,
    colors=FILLS,
    value_colors=("#1b1b1b",) * len(FILLS),
)
LAYOUT = {
    "style": STYLE,
    "width": WIDTH,
    "margin": 6,
    "spacing": 8,
    "js": [],
    "legend_at_bottom": True,
    "legend_box_size": 14,
    "print_values": True,
    "print_values_position": "top",
    "show_x_labels": False,
    "show_x_guides": False,
    "show_y_guides": False,
    "truncate_legend": -1,
    "truncate_label": -1,
    "include_x_axis": True,
}


def bar_chart(
    *,
    chart_id: str,
    title: str,
    series: Mapping[str, Sequence[int | None]],
    labels: Sequence[str],
) -> bytes:
    """Draw one group of lying bars per label, each bar with its number; at most three series.

    None draws no bar: what was not recorded is not zero. The title is the name of the file for a
    reader of the SVG and is not drawn: the page around it has a heading. The same arguments give
    the same bytes.
    """
    if not 1 <= len(series) <= len(FILLS):
        raise ValueError(f"Between one and {len(FILLS)} series can be told apart: {len(series)}")
    chart = pygal.HorizontalBar(
        **LAYOUT,
        height=len(labels) * (len(series) * BAR_HEIGHT + GROUP_GAP) + LEGEND_HEIGHT,
        css=["file://style.css", "file://graph.css", f"inline:#chart-{chart_id} {BARS}"],
        show_legend=len(series) > 1,
        legend_at_bottom_columns=len(series),
        range=(0, _headroom(series)),
        formatter=_german,
    )
    # A random id would make other bytes; no id at all prints black rectangles.
    chart.uuid = chart_id
    # Lying bars are drawn from the bottom up.
    chart.x_labels = labels[::-1]
    for label, values in series.items():
        chart.add(label, values[::-1])
    chart.add_xml_filter(partial(_plain, title=title))
    return chart.render()


def _headroom(series: Mapping[str, Sequence[int | None]]) -> float:
    """Leave room beside the longest bar for its number."""
    return max(1, *(value or 0 for values in series.values() for value in values)) * 1.12


def _german(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _plain(root: ElementTree.Element, *, title: str) -> ElementTree.Element:
    """Drop the script, which no `<img>` runs, and the comment with the date of the day."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag in ("script", "desc"):
                parent.remove(child)
            elif child.tag == "title":
                child.text = title
            elif child.get("class") == "value":
                child.set("text-anchor", "start")
    return root

"""What small counts of persons give away, and how they are kept from it."""

from collections.abc import Mapping
from typing import Literal

from evaluation.indicators.registry import Figure

THRESHOLD = 5
BELOW = "unter 5"
WITHHELD = "verdeckt"


def suppress_small(
    counts: Mapping[str, int], *, parts: Literal["of_a_whole", "independent"]
) -> dict[str, Figure]:
    """Replace counts of persons from 1 to 4; zero and five stand as they are.

    Parts of a whole whose total is printed must not be found by subtraction: where just one of
    them is small, the next smallest is withheld as well.
    """
    small = {label for label, count in counts.items() if 0 < count < THRESHOLD}
    shown: dict[str, Figure] = {
        label: BELOW if label in small else count for label, count in counts.items()
    }
    if parts == "of_a_whole" and len(small) == 1:
        others = [label for label in counts if label not in small and counts[label] > 0]
        if others:
            shown[min(others, key=lambda label: counts[label])] = WITHHELD
    return shown

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from lotsen_portal.common.fonts import FONT_FACES, unprintable
from lotsen_portal.common.pdf import render_pdf
from tests.pdf_checks import text_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("„Grüß Gott“ – 5 €, ½ Tag, § 3, Şükrü, Đurđa, Škoda, ẞ • Київ, Αθήνα", []),
        # What breaks lines or words, or is composed of two, needs no glyph of its own.
        ("a\tb\r\nc\u00a0d\u202fe\u00adf\u200bg\u2028h", []),
        ("Mu\u0308nchen", []),
        ("\uf0b7 Sprache", ["\uf0b7"]),
        ("😀 gut 😀, ❤️ und ✓", ["😀", "❤", "✓"]),
        ("سلام", ["س", "ل", "ا", "م"]),
    ],
)
def test_font_says_what_it_lacks(text: str, found: list[str]) -> None:
    assert unprintable(text) == found


def test_what_passes_is_printed() -> None:
    words = "Şükrü ẞ • Київ Αθήνα Mu\u0308nchen"
    html = f'<body style="font-family: Portal Sans">{words}</body>'

    printed = text_of(render_pdf(html, title="Probe", created=datetime(2026, 1, 1, tzinfo=UTC)))

    assert unprintable(words) == []
    assert all(word in printed for word in ("Şükrü", "ẞ", "•", "Київ", "Αθήνα"))


def test_every_face_is_asked() -> None:
    # The long s is in the italic face alone.
    assert len(FONT_FACES) == 3
    assert unprintable("Wachſtube") == ["ſ"]


def test_asking_does_not_load_the_printer() -> None:
    program = "import sys, lotsen_portal.common.fonts; print('weasyprint' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"

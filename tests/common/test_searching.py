"""Words that are one to whoever types them."""

import pytest

from lotsen_portal.common.searching import Vocabulary, folded, skeleton, smoothed, sound


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Müller-Lüdenscheidt", "muller ludenscheidt"),
        ("Straße", "strasse"),
        ("Олександр", "oleksandr"),
        ("Nguyễn Thị Hương", "nguyen thi huong"),
        ("İbrahim Yılmaz", "ibrahim yilmaz"),
        ("Łukasz Wiśniewski", "lukasz wisniewski"),
        ("أحمد", "hmd"),
        ("<b>„!“</b>", "b b"),
    ],
)
def test_words_of_any_script_are_folded(written: str, words: str) -> None:
    assert folded(written) == words


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("mueller", "muller", smoothed),
        ("schewtschenko", "shevchenko", sound),
        ("maier", "mayer", sound),
        ("schmidt", "schmitt", sound),
        ("ahmad", "ahmed", sound),
        ("mohammed", "muhammad", sound),
        ("philipp", "filip", sound),
        ("mohammed", "mhmd", skeleton),
        ("yusuf", "ywsf", skeleton),
    ],
)
def test_two_spellings_are_one(one: str, other: str, by: object) -> None:
    assert callable(by)
    assert by(one) == by(other)


def test_words_stand_in_order_of_nearness() -> None:
    known = Vocabulary(["maier", "mayer", "maierhofer", "obermaier", "mauer", "huber", "mai"])

    like = known.like("maier")

    assert sorted(like, key=lambda word: -like[word]) == [
        *["maier", "mayer", "maierhofer", "mauer", "obermaier"]
    ]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("stadelr", True),  # two letters swapped are one slip
        ("stadr", False),
        ("brandhbuer", True),
        ("brndhbuer", True),  # two slips from eight letters on
        ("brndhbur", False),
        ("hub", True),
        ("uhb", False),
    ],
)
def test_slips_are_counted(typed: str, found: bool) -> None:
    known = Vocabulary(["stadler", "brandhuber", "huber"])

    assert bool(known.like(typed)) == found

"""Who is meant by what was typed: name, place, mail or telephone, the nearest first.

PostgreSQL reads one narrow row a person; what is alike, Python says. In SQL it would cost the
same rows, for behind the wall no index helps with what is merely alike.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import Vocabulary, folded
from lotsen_portal.common.sorting import sort_key

NUMBER = re.compile(r"[\d+()/.\s–-]+")
NO_DIGIT = re.compile(r"\D")
TITLES = {"dr", "prof", "frau", "herr", "hr", "fr", "med", "dipl", "ing"}
# More words than any name and place have, and how many may belong together.
MOST_WORDS, MOST_JOINED = 8, 4
# What a whole mail address may differ in.
MAIL_SLIPS = 2
# Written together or in an address; then what makes one of several alike the nearer.
IN_ONE, AS_WRITTEN, AS_LISTED, IN_PLACE = 92, 2, 3, -4

type Like = dict[str, float]


class Listed(NamedTuple):
    """What of a person is compared."""

    pk: int
    search_key: str
    sort_key: str
    place: str
    email: str
    phone: str
    phone_number: str
    postcode: str


type Judge = Callable[[Listed], float]


def nearest(people: Any, text: str) -> list[int]:
    """Return the keys of whom the text may mean among the people, by one query."""
    found = people.order_by("sort_key", "pk").values_list(*Listed._fields)
    rows = list(map(Listed._make, found.iterator(chunk_size=5000)))
    judge = _judge(text.strip(), rows)
    scored = [(score, row.pk) for row in rows if (score := judge(row)) > 0]
    # Who is equally near stays in the order of the register.
    scored.sort(key=lambda entry: -entry[0])
    return [pk for _, pk in scored]


def found_first(people: Any, text: str, *, most: int) -> list[Any]:
    """Return the nearest of the people themselves; without a text the first there are."""
    if not text.strip():
        return list(people[:most])
    keys = nearest(people, text)[:most]
    found = people.in_bulk(keys)
    return [found[key] for key in keys]


def _judge(wanted: str, rows: Sequence[Listed]) -> Judge:
    digits = NO_DIGIT.sub("", wanted)
    if digits and NUMBER.fullmatch(wanted):
        return _by_number(wanted, digits)
    if "@" in wanted:
        return _by_mail(wanted.lower())
    return _by_words(wanted, rows)


def _by_number(wanted: str, digits: str) -> Judge:
    dialled, inside = e164(wanted), digits.removeprefix("00").lstrip("0")

    def judge(row: Listed) -> float:
        if dialled and row.phone_number == dialled:
            return 100
        if row.postcode.startswith(digits):
            return 95
        own = NO_DIGIT.sub("", row.phone_number or row.phone)
        if len(inside) < 3 or inside not in own:
            return 0
        return 90 if own.endswith(inside) or own.removeprefix("49").startswith(inside) else 70

    return judge


def _by_mail(wanted: str) -> Judge:
    def judge(row: Listed) -> float:
        if wanted in row.email:
            return 100 if row.email == wanted else 95 if row.email.startswith(wanted) else 90
        distance = OSA.distance(wanted, row.email, score_cutoff=MAIL_SLIPS)
        return 85 - distance if row.email and distance <= MAIL_SLIPS else 0

    return judge


def _by_words(wanted: str, rows: Sequence[Listed]) -> Judge:
    words = folded(wanted).split()[:MOST_WORDS]
    words = [word for word in words if word not in TITLES] or words
    # Where the name ends and the place begins, for there are few places and many people.
    places = {place: len(folded(place).split()) for place in {row.place for row in rows}}
    known = Vocabulary(set(_joined(" ".join(row.search_key for row in rows).split())))
    readings = _readings(words)
    like = {word: known.like(word) for reading in readings for word in reading}
    likely = {word for reading in readings for word in like[reading[0]]} if words else set()
    typed, squashed, as_mail = " ".join(words), "".join(words), wanted.lower()
    listed = sort_key(wanted)

    def judge(row: Listed) -> float:
        own, best = row.search_key.split(), 0.0
        if not likely.isdisjoint(_joined(own)):
            end = len(own) - places[row.place]
            name, place = _joined(own[:end]), _joined(own[end:])
            best = max(_nearness([like[word] for word in one], name, place) for one in readings)
        if best < IN_ONE and _is_in_one(row, squashed, as_mail):
            best = IN_ONE
        if best:
            best += AS_WRITTEN * row.search_key.startswith(typed)
            best += AS_LISTED * row.sort_key.startswith(listed)
        return best

    return judge if words else lambda row: 0


def _is_in_one(row: Listed, squashed: str, as_mail: str) -> bool:
    """Say whether name and place without gaps, or the address, hold all that was typed."""
    if len(squashed) > 4 and squashed in row.search_key.replace(" ", ""):
        return True
    return len(as_mail) > 3 and row.email.startswith(as_mail)


def _readings(words: list[str]) -> list[list[str]]:
    """Return the words, and with neighbours written together: „Anna Maria“, „al-Hasan“."""
    if not 1 < len(words) <= MOST_JOINED:
        return [words]
    pairs = [
        [*words[:place], words[place] + words[place + 1], *words[place + 2 :]]
        for place in range(len(words) - 1)
    ]
    return [words, *pairs] if len(words) == 2 else [words, *pairs, ["".join(words)]]


def _joined(words: list[str]) -> list[str]:
    """Return the words; a short one stands with the next as well: „al Hasan“, „alhasan“."""
    return words + [first + second for first, second in pairwise(words) if len(first) < 4]


def _nearness(reading: Iterable[Like], name: list[str], place: list[str]) -> float:
    """Return how near on average the words typed are; nothing where one is missing."""
    total, count = 0.0, 0
    for like in reading:
        in_name = max((like.get(word, 0) for word in name), default=0)
        in_place = max((like.get(word, 0) for word in place), default=0)
        best = max(in_name, in_place + IN_PLACE)
        if best <= 0:
            return 0
        total, count = total + best, count + 1
    return total / count

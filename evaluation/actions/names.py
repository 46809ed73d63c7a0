"""Names of volunteers in what is going to be printed. Reads only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.indicators import Period
from evaluation.models import FundingReport, PlanLine, Voucher
from networking.models import NetworkMeeting
from trainings.models import Training
from volunteers.models import Volunteer

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
TITLES = {"frau", "herr", "herrn", "fr", "hr", "familie"}


@dataclass(frozen=True)
class FoundName:
    """A volunteer's name in a text; `key` stays the same as long as name and place do."""

    name: str
    place: str
    key: str

    @property
    def sentence(self) -> str:
        """Say where the name stands and what to do about it."""
        return (
            f"{self.place}: Dort steht „{self.name}“, so heißt eine ehrenamtliche Person. Nehmen"
            " Sie den Namen dort heraus oder schreiben Sie „eine Ehrenamtliche“. Bestätigen Sie"
            " nur, wenn jemand anderes gemeint ist."
        )


def found_in(report: FundingReport) -> list[FoundName]:
    """Find volunteers by first and last name in either order, or as Frau or Herr so-and-so."""
    by_last_word: dict[str, list[tuple[int, str, list[str], list[str]]]] = {}
    for pk, first, last in Volunteer.objects.order_by("sort_key", "pk").values_list(
        "pk", "first_name", "last_name"
    ):
        if last_words := _words(last):
            entry = (pk, f"{first} {last}", _words(first), last_words)
            by_last_word.setdefault(last_words[-1], []).append(entry)
    found = {}
    for place, text in _printed(report):
        words = _words(text)
        for word in set(words) & by_last_word.keys():
            for pk, name, first, last in by_last_word[word]:
                if _names(words, first, last):
                    found[pk, place] = FoundName(name, place, f"name-{pk}-{_slug(place)}")
    return sorted(found.values(), key=lambda hit: (hit.place, hit.name))


def _names(words: list[str], first: list[str], last: list[str]) -> bool:
    if first and (_occurs(words, first + last) or _occurs(words, last + first)):
        return True
    return any(_occurs(words, [title, *last]) for title in TITLES)


def _occurs(words: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))


def _words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _slug(place: str) -> str:
    return "-".join(re.findall(r"\w+", place.casefold()))


def _printed(report: FundingReport) -> Iterator[tuple[str, str]]:
    """Yield every free text that a release prints, with where it stands."""
    titles = {chapter["key"]: chapter["title"] for chapter in report.grant.directive.chapters}
    for key, text in report.sections.order_by("pk").values_list("key", "text"):
        yield f"Kapitel „{titles.get(key, key)}“", text
    vouchers = Voucher.objects.of_year(report.year).order_by("number")
    for number, party, purpose in vouchers.values_list("number", "counterparty", "purpose"):
        yield f"Beleg {number}", f"{party} . {purpose}"
    lines = PlanLine.objects.filter(grant=report.grant, year=report.year).order_by("pk")
    for code, label in lines.values_list("code", "label"):
        yield f"Finanzierungsplan {code}", label
    period = Period.of_year(report.year)
    for title, speaker in Training.objects.within(*period.days).values_list("title", "speaker"):
        yield f"Schulung „{title}“", f"{title} . {speaker}"
    for (title,) in NetworkMeeting.objects.filter(on__range=period.days).values_list("title"):
        yield f"Treffen „{title}“", title

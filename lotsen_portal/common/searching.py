"""Words as people type them, whatever their script: „Müller“, „Олександр“, „Straße“."""

import re
from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

WORD = re.compile(r"[a-z0-9]+")
UMLAUT = re.compile("(?<=[aou])e")
VOWEL = re.compile("[aeiou]")
NOT_SKELETON = re.compile("[aeiouyw]|(?<=.)h$")
TWICE = re.compile(r"(.)\1+")

# How a sound is written here, there and by whoever transliterates; the longer ones first.
SPELLINGS = {
    "schtsch": "s",
    **dict.fromkeys(["shch", "sch", "sh", "zh", "z"], "s"),
    **dict.fromkeys(["tsch", "tch", "ch", "cz", "ck", "kh", "c", "q"], "k"),
    **dict.fromkeys(["dsch", "dzh", "dj", "dh"], "d"),
    **dict.fromkeys(["dt", "th"], "t"),
    **dict.fromkeys(["ei", "ey", "ay", "ai"], "ai"),
    **dict.fromkeys(["ou", "u", "o"], "o"),
    **dict.fromkeys(["ie", "y", "j"], "i"),
    "e": "a",
    "gh": "g",
    "ph": "f",
    "w": "v",
    "x": "ks",
}
SPELLING = re.compile("|".join(SPELLINGS) + "|(?<=.)h|d$")

# How near a word is to the one that was typed.
SAME, UMLAUTS, SOUNDS, NEARLY, BEGINS, SKELETON = 100, 99, 90, 86, 80, 84
TWO_SLIPS, SOUNDS_NEARLY, CONTAINS, SHORT = 78, 72, 66, 60


def folded(*texts: str) -> str:
    """Return the words in Latin letters without accents and case, with single spaces."""
    return " ".join(WORD.findall(anyascii(" ".join(texts).casefold()).lower()))


def smoothed(word: str) -> str:
    """Return a folded word so that „mueller“ and „muller“ are one."""
    return UMLAUT.sub("", word)


def sound(word: str) -> str:
    """Return roughly how a folded word sounds: „schewtschenko“ and „shevchenko“ are one."""
    said = SPELLING.sub(lambda found: SPELLINGS.get(found[0], _last_or_silent(found[0])), word)
    return TWICE.sub(r"\1", said)


def _last_or_silent(letter: str) -> str:
    return "t" if letter == "d" else ""


def skeleton(word: str) -> str:
    """Return what Arabic writes of a folded word: „ahmad“ is „hmd“."""
    return TWICE.sub(r"\1", NOT_SKELETON.sub("", word))


def slips(word: str) -> int:
    """Return how many typing errors a word of that length may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


class Vocabulary:
    """All words that stand somewhere, to ask which of them may be meant by one that was typed."""

    def __init__(self, words: Collection[str]) -> None:
        self.plain = list(words)
        self.smooth = [smoothed(word) for word in self.plain]
        # As whoever writes Arabic leaves them.
        self.bare = [word for word in self.plain if not VOWEL.search(word)]
        self.heard: dict[str, str] = {}

    def like(self, wanted: str) -> dict[str, float]:
        """Return the words that may be meant, each with how near it is."""
        found: dict[str, float] = {}
        smooth, said = smoothed(wanted), sound(wanted)
        guesses = [self._written(smooth, wanted), self._spoken(said, wanted)]
        if len(wanted) > 2:
            guesses.append((word, CONTAINS) for word in self.plain if wanted in word)
            guesses.append((word, SKELETON) for word in self._by_skeleton(wanted))
        for word, near in chain(*guesses):
            found[word] = max(near, found.get(word, 0))
        if wanted in found:
            found[wanted] = SAME
        return found

    def _written(self, smooth: str, wanted: str) -> Iterator[tuple[str, float]]:
        for word, other in zip(self.plain, self.smooth, strict=True):
            if other.startswith(smooth):
                yield word, BEGINS + 15 * len(smooth) / len(other)
        # Three letters with a slip may be nearly anything.
        most = 1 if len(wanted) == 3 else slips(wanted)
        for _, distance, place in _within(smooth, self.smooth, most):
            near = (UMLAUTS, SHORT if len(wanted) == 3 else NEARLY, TWO_SLIPS)[int(distance)]
            yield self.plain[place], near

    def _spoken(self, said: str, wanted: str) -> Iterator[tuple[str, float]]:
        # However it is written, a word is about as long: „schewtschenko“, „shevchenko“.
        sounds: dict[str, list[str]] = {}
        for word in self.plain:
            if abs(len(word) - len(wanted)) < 4:
                if word not in self.heard:
                    self.heard[word] = sound(word)
                sounds.setdefault(self.heard[word], []).append(word)
        if len(wanted) > 1:
            yield from ((word, SOUNDS) for word in sounds.get(said, ()))
        if len(said) > 3:
            for heard, _, _ in _within(said, list(sounds), 1 if len(said) < 7 else 2):
                yield from ((word, SOUNDS_NEARLY) for word in sounds[heard])

    def _by_skeleton(self, wanted: str) -> list[str]:
        """Compare consonants alone where one of the two has nothing else."""
        bones = skeleton(wanted)
        words = self.bare if VOWEL.search(wanted) else self.plain
        return [word for word in words if skeleton(word) == bones] if len(bones) > 1 else []


def _within(wanted: str, words: list[str], distance: int) -> Any:
    """Return the words that so many slips lead to; two letters swapped are one."""
    return process.extract(wanted, words, scorer=OSA.distance, score_cutoff=distance, limit=None)

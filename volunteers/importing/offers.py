"""Reads languages with their level, and what somebody helps with."""

import re

from rapidfuzz import fuzz, process

from lotsen_portal.common.searching import folded
from volunteers.importing.draft import Draft, Knowledge
from volunteers.importing.words import FIELD_WORDS, LEVEL, SAID_LEVELS, first_fitting

LANGUAGES = re.compile(r"\s*[;,/+\n]\s*(?![^()]*\))|\s+(?:und|u\.|sowie|&)\s+")
FIELDS = re.compile(r"\s*[;,/+\n]\s*|\s+(?:und|u\.|sowie|&)\s+")
LEVEL_WORDS = {"b2": "B2", "c1": "C1", "b1": "B1", "a1": "A1", "a2": "A2"}
# One letter of a word of eight may be wrong.
CLOSE = 86


def languages(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Read „Arabisch (Mutterspr.); Englisch gut“ as tags with levels."""
    for part in filter(None, LANGUAGES.split(cell)):
        word, level, said = _level_of(part)
        tag, is_guessed = _language(word, known)
        if not tag:
            draft.keep("language", column, part, "Diese Sprache kennt das Portal nicht.")
            continue
        if is_guessed:
            draft.remark("language", column, part, f"Gelesen als „{_name_of(tag, known)}“.")
        if said:
            text = f"„{said}“ ist als {LEVEL_WORDS[level]} eingetragen."
            draft.remark("level", column, part, text)
        if tag not in {had for had, _ in draft.values.get("languages", [])}:
            draft.add("languages", [[tag, level]])


def _level_of(part: str) -> tuple[str, str, str]:
    """Return the language, its level, and the words that were taken for the level."""
    found = LEVEL.search(part)
    if not found:
        return part, "", ""
    word = part[: found.start()]
    if found["exact"]:
        return word, found["exact"].lower(), ""
    if found["native"]:
        return word, "native", ""
    said = found["said"].lower()
    return word, SAID_LEVELS[said], said


def _language(word: str, known: Knowledge) -> tuple[str, bool]:
    """Return the tag, and whether it was guessed from a word that is written otherwise."""
    text = folded(word)
    if tag := known.languages.get(text):
        return tag, False
    if re.fullmatch(r"[A-Z]{2}", word.strip()) and text in known.languages.values():
        return text, False
    near = process.extractOne(text, known.languages.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return (known.languages[near[0]], True) if near and len(text) > 3 else ("", False)


def _name_of(tag: str, known: Knowledge) -> str:
    # The German names come last, so they stand there for their tags.
    return [name for name, other in known.languages.items() if other == tag][-1].title()


def fields(cell: str, column: str, draft: Draft, known: Knowledge) -> None:
    """Read „Behördenbegl.; Fahrdienst“ as fields of engagement of the Kreis."""
    keys = set(known.fields.values())
    for part in filter(None, FIELDS.split(cell)):
        words = folded(part)
        key = known.fields.get(words) or first_fitting(FIELD_WORDS, words)
        if key in keys:
            draft.add("fields", [key])
        else:
            draft.keep("field", column, part, "Diesen Einsatzbereich kennt der Kreis nicht.")

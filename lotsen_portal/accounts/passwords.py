"""What makes a password too easy to guess, beyond Django's English list."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from lotsen_portal.tenancy.models import Tenant

COMMON = (
    "passwort kennwort password geheim hallo willkommen schatz liebe computer internet login"
    " admin test qwertz qwert asdf yxcv uiop abcd sommer winter fruehling herbst montag dienstag"
    " mittwoch donnerstag freitag samstag sonntag januar februar maerz april mai juni juli august"
    " september oktober november dezember deutschland bayern bavaria muenchen landkreis"
    " landratsamt stadt kreis gemeinde integration lotse lotsin lotsen portal ehrenamt schulung"
    " demo start neu meins mein"
).split()
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
LOOK_ALIKES = str.maketrans("0134578@$!", "oieastbasi")
DIFFERENT_CHARACTERS = 4


class GuessablePasswordValidator:
    """Refuse what little is left of once common words, places, the address and digits are gone."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = _plain(password)
        known = _longest_first([*COMMON, *_places(), *_words(getattr(user, "email", ""))])
        rests = [_rest(spelling, known) for spelling in (typed, typed.translate(LOOK_ALIKES))]
        if any(len(set(rest)) < DIFFERENT_CHARACTERS for rest in rests):
            raise ValidationError(
                "Dieses Passwort ist leicht zu erraten. Bitte nehmen Sie mehr als ein"
                " gebräuchliches Wort, einen Ort oder Ihre Adresse mit Zahlen.",
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return (
            "Ein gebräuchliches Wort, ein Ort oder Ihre Adresse mit Zahlen reicht nicht;"
            " gut sind drei Wörter, die nichts miteinander zu tun haben."
        )


def _rest(typed: str, known: list[str]) -> str:
    for word in known:
        typed = typed.replace(word, "")
    return re.sub(r"\d", "", typed)


def _places() -> list[str]:
    return [word for name in Tenant.objects.values_list("name", flat=True) for word in _words(name)]


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W\d_]+", _plain(text)) if len(word) > 2]


def _plain(text: str) -> str:
    return text.lower().translate(UMLAUTS)


def _longest_first(words: list[str]) -> list[str]:
    return sorted(set(words), key=lambda word: (-len(word), word))

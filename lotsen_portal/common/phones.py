"""Telephone numbers as they are dialled."""

import phonenumbers
from django.core.exceptions import ValidationError

# How people here write a number without its country.
HOME = "DE"
NO_NUMBER = (
    "Das ist keine Telefonnummer. Bitte geben Sie nur eine Nummer an, mit Vorwahl, zum Beispiel"
    " 08025 1234."
)


def e164(text: str) -> str:
    """Return the number as „+4980251234“; nothing where it is none that anybody could call."""
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def checked(text: str) -> str:
    """Return a number as it was typed; raise ValidationError where nobody could call it."""
    if text and not e164(text):
        raise ValidationError(NO_NUMBER)
    return text

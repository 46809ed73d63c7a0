"""Telephone numbers as they are dialled."""

import phonenumbers

# How people here write a number without its country.
HOME = "DE"


def e164(text: str) -> str:
    """Return the number as „+4980251234“; nothing where it is none that anybody could call."""
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

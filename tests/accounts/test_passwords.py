import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from lotsen_portal.accounts.models import User
from tests.factories.people import TenantFactory

TOO_EASY = (
    "Dieses Passwort ist leicht zu erraten. Bitte nehmen Sie mehr als ein gebräuchliches Wort,"
    " einen Ort oder Ihre Adresse mit Zahlen."
)


def refused(password: str) -> list[str]:
    TenantFactory(name="Miesbach")
    try:
        validate_password(password, User(email="anna.huber@landkreis-miesbach.example"))
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Passwort1234",
        "P@ssw0rt1234",
        "Sommer2026!!",
        "SommerSommer2026",
        "Frühling2026!",
        "Miesbach2026",
        "Landkreis-Miesbach-1",
        "anna.huber2026",
        "HuberAnna-2026",
        "98798798798798",
        "aaaaaaaaaaaaaa",
        "qwertzuiop12",
        "Lotsenportal2026",
    ],
)
def test_words_that_everybody_tries_are_refused(db: None, password: str) -> None:
    assert TOO_EASY in refused(password)


@pytest.mark.parametrize("password", ["Passwort123", "Sommer2026"])
def test_short_ones_are_told_both_reasons(db: None, password: str) -> None:
    assert refused(password) == [
        "Dieses Passwort ist zu kurz. Es muss mindestens 12 Zeichen enthalten.",
        TOO_EASY,
    ]


@pytest.mark.parametrize(
    "password", ["Isar-Kiesel-2026", "Sommer Kiesel Laterne", "7$9!2#4%6&8*1(", "kqv8-2mzt-77wp"]
)
def test_good_ones_pass(db: None, password: str) -> None:
    assert refused(password) == []

"""Tab leads from field to field: what else a field offers stands behind it."""

from django.test import Client


def test_way_for_who_forgot_stands_behind_the_password(db: None) -> None:
    page = Client().get("/konto/login/").text
    order = [page.index(part) for part in ('name="login"', 'name="password"', "/konto/password/")]

    assert order == sorted(order)

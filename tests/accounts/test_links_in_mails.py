"""What stands in a mail leads to the portal, whatever name the asking browser called it by."""

import re
from typing import Any

import pytest
from django.test import Client

from lotsen_portal.mail.models import LandMail
from tests.accounts.arriving import PASSWORD, by_password, give_password
from tests.cast import Cast

PORTAL = "https://portal.example.org"
NEW = {"password1": "Neue-Laterne-2026", "password2": "Neue-Laterne-2026"}


@pytest.mark.parametrize("host", ["testserver", "localhost:9999", "127.0.0.1"])
def test_all_links_begin_with_the_portals_own_address(cast: Cast, settings: Any, host: str) -> None:
    """Another allowed name or port in a mailed link would carry the token elsewhere."""
    settings.PORTAL_URL = PORTAL
    user, browser = cast.coordinator, Client(HTTP_HOST=host)
    give_password(user)

    Client(HTTP_HOST=host).post("/konto/login/code/", {"email": user.email})
    browser.post("/konto/password/reset/", {"email": user.email})
    by_password(browser, user)
    browser.post("/konto/password/change/", {"oldpassword": PASSWORD} | NEW)

    texts = LandMail.objects.order_by("pk").values_list("text", "html")
    origins = [set(re.findall(r"https?://[^/\s\"<]*", text + html)) for text, html in texts]
    assert origins == [set(), {PORTAL}, set()]


def test_mailed_link_opens_the_page_for_a_new_password(client: Client, cast: Cast) -> None:
    client.post("/konto/password/reset/", {"email": cast.coordinator.email})
    [link] = re.findall(r"https?://[^/\s]*(/\S+)", LandMail.objects.get().text)

    page = client.get(link, follow=True)

    assert "Neues Passwort" in page.text
    assert "Dieser Link gilt nicht mehr" not in page.text

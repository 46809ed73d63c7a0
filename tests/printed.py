"""Forms as a browser shows them: with the token that Django printed into the page."""

from typing import Any

from django.test import Client

from tests.signing_in import sign_in


def browser_of(user: Any) -> Client:
    return sign_in(Client(enforce_csrf_checks=True), user)


class PrintedForm:
    """One view of a page; sent twice, it is the same sending."""

    def __init__(self, client: Client, page: str, *, sent_to: str = "") -> None:
        self.client, self.path = client, sent_to or page
        self.token = str(client.get(page).context["csrf_token"])

    def send(self, data: dict[str, Any]) -> Any:
        return self.client.post(self.path, data | {"csrfmiddlewaretoken": self.token})

"""What a browser sends for a passkey is untrusted: anything unreadable is a wrong key."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.arriving import by_password, give_key, give_password, give_second_factor
from tests.cast import Cast
from tests.signing_in import sign_in

pytestmark = pytest.mark.slow

B64 = "AAAA"
RESPONSE = {"clientDataJSON": B64, "authenticatorData": B64, "signature": B64, "userHandle": B64}
KEY = {"id": B64, "rawId": B64, "type": "public-key", "response": RESPONSE}
# Each made allauth or the library behind it fall over, or could.
CREDENTIALS: list[Any] = [
    {"id": 1},
    {"id": "!", "rawId": "!"},
    [],
    [1],
    1,
    "text",
    True,
    {"response": None},
    {"response": []},
    KEY,
    KEY | {"rawId": 1},
    KEY | {"rawId": "A"},
    KEY | {"id": "\x00"},
    KEY | {"type": None},
    KEY | {"response": RESPONSE | {"userHandle": None}},
    KEY | {"response": RESPONSE | {"userHandle": "_w"}},
    KEY | {"response": RESPONSE | {"userHandle": "A"}},
    KEY | {"response": RESPONSE | {"userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}},
    KEY | {"response": RESPONSE | {"clientDataJSON": "bnVsbA", "attestationObject": "oA"}},
    KEY | {"response": RESPONSE | {"clientDataJSON": "e30", "attestationObject": "oA"}},
    KEY | {"response": RESPONSE | {"attestationObject": "_____w"}},
    {"response": {"clientDataJSON": 1, "attestationObject": {}}},
]
NOT_KNOWN = "Diesen Passkey kennt das Portal nicht"
NOT_READ = "Dieser Schlüssel ließ sich nicht lesen"
credentials = pytest.mark.parametrize("credential", CREDENTIALS, ids=json.dumps)


def sent(browser: Client, path: str, credential: Any) -> Any:
    body = {"credential": json.dumps(credential), "name": "Schlüssel"}
    return browser.post(path, body, follow=True)


@credentials
def test_at_the_door(client: Client, db: None, credential: Any) -> None:
    client.get("/konto/2fa/webauthn/login/", headers={"accept": "application/json"})

    answer = sent(client, "/konto/2fa/webauthn/login/", credential)

    assert answer.redirect_chain == [("/konto/login/", 302)]
    assert NOT_KNOWN in answer.text


@credentials
def test_as_second_factor(client: Client, cast: Cast, credential: Any) -> None:
    give_password(cast.coordinator)
    give_second_factor(cast.coordinator)
    by_password(client, cast.coordinator)
    path = "/konto/2fa/authenticate/"
    client.get(path)

    answer = sent(client, path, credential)

    assert (answer.status_code, answer.redirect_chain) == (200, [])
    assert NOT_READ in answer.text


@credentials
def test_to_add(client: Client, cast: Cast, credential: Any) -> None:
    sign_in(client, cast.coordinator)
    path = "/konto/2fa/webauthn/add/"
    client.get(path)

    answer = sent(client, path, credential)

    assert (answer.status_code, answer.redirect_chain) == (200, [])
    assert NOT_READ in answer.text


@credentials
def test_to_confirm(client: Client, cast: Cast, credential: Any) -> None:
    """The page comes again, and leads on to where it would have."""
    give_key(cast.coordinator)
    sign_in(client, cast.coordinator)
    path = "/konto/2fa/webauthn/reauthenticate/?next=%2Fkonto%2Fsitzungen%2F"
    client.get(path)

    answer = sent(client, path, credential)

    assert answer.redirect_chain == [(path, 302)]
    assert NOT_READ in answer.text


@pytest.mark.parametrize("length", [100, 101])
def test_a_name_has_a_hundred_letters_at_most(client: Client, cast: Cast, length: int) -> None:
    give_key(cast.coordinator)
    sign_in(client, cast.coordinator)
    key = Authenticator.objects.get()

    path = f"/konto/2fa/webauthn/keys/{key.pk}/edit/"
    page = client.get(path).text
    answer = client.post(path, {"name": "x" * length})

    assert 'maxlength="100"' in page
    assert ("höchstens 100 Zeichen" in answer.text) is (length > 100)
    assert len(Authenticator.objects.get().wrap().name) == (100 if length == 100 else 9)

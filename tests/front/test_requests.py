"""Requests that no view can answer, and what may stay in the browser."""

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import TenantClient

BODIES = {
    "more than memory": ("application/x-www-form-urlencoded", b"a=" + b"x" * 3_000_000),
    "too many fields": ("application/x-www-form-urlencoded", b"a=1&" * 2_500),
    "another charset": ("application/x-www-form-urlencoded; charset=utf-7", b"a=1"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_body_that_cannot_be_read_gets_a_page(
    coordinator: TenantClient, anonymous: TenantClient, cast: Cast, body: tuple[str, bytes]
) -> None:
    content_type, data = body

    for client, path in [(coordinator, "/ehrenamtliche/neu/"), (anonymous, "/fragen/neu/")]:
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.cookies = client.client.cookies
        strict.cookies["csrftoken"] = "a" * 32
        answer = strict.post(f"/{cast.kreis.slug}{path}", data, content_type=content_type)
        assert (answer.status_code, "war nicht verständlich" in answer.text) == (400, True)

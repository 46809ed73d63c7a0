import pytest
from django.test import Client

from lotsen_portal.mail.models import LandMail


@pytest.mark.parametrize("path", ["/konto/login/code/", "/konto/password/reset/"])
def test_unknown_address_is_answered_like_a_known_one(db: None, client: Client, path: str) -> None:
    response = client.post(path, {"email": "niemand@nirgends.example"})

    assert response.status_code == 302
    assert LandMail.objects.count() == 0

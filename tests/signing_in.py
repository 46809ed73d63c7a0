"""Signing in without the pages of signing in, as having done so some minutes ago."""

import time
from typing import Any

from allauth.account.internal.flows import login as flows
from django.test import Client


def sign_in(client: Client, user: Any, *, minutes_ago: int = 0, method: str = "password") -> Client:
    client.force_login(user)
    session = client.session
    session[flows.AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": time.time() - minutes_ago * 60}
    ]
    session[flows._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client

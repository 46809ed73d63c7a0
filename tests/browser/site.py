"""The walkers' world, committed, and a server in this process that shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.csp import build_policy
from fido2 import webauthn
from fido2.cose import ES256
from fido2.utils import websafe_encode
from pytest_django.live_server_helper import LiveServer

from lotsen_portal.accounts.models import Invitation
from lotsen_portal.presets import land
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests import databases
from tests.browser.arriving import GUARDED, PASSWORD
from tests.browser.places import Place
from tests.factories.people import MembershipFactory, TenantFactory, UserFactory
from tests.factories.volunteers import VolunteerFactory
from tests.signing_in import sign_in
from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.rows import rows_of
from tests.walkers.visits import path_of
from tests.walkers.world import World, build


@dataclass
class Site:
    world: World
    url: str = ""
    sessions: dict[str, str] = field(default_factory=dict)
    reset_path: str = ""
    over_path: str = ""
    key: int = 0
    pages_of_failure: dict[str, Any] = field(default_factory=dict)

    def path_of(self, place: Place) -> str:
        if place.route is None:
            return place.path.format(site=self)
        values = rows_of(place.route, self.world).own
        if place.name.startswith("mfa_") and place.who == "guarded" and values:
            values = {"pk": self.key}
        if place.route.name in KREIS_ROUTES:
            slug = self.world.cast.kreis.slug
            return f"/{slug}" + path_of(place.route, values, settings.TENANT_URLCONF)
        return path_of(place.route, values, settings.ROOT_URLCONF)


@contextmanager
def running_site() -> Iterator[Site]:
    """Fill the database, start the server; stop it and empty the database at the end."""
    server = None
    try:
        cache.clear()
        site = Site(build())
        site.sessions = {who: _session(client) for who, client in _people(site).items()}
        site.pages_of_failure = {f"/{code}.html": _failure(code) for code in (500, 503)}
        server = LiveServer("localhost")
        site.url = server.url
        yield site
    finally:
        if server:
            server.stop()
        connections.close_all()
        databases.empty()
        cache.clear()


def _people(site: Site) -> dict[str, Client]:
    """Return a signed-in browser of each person; who is nobody has none."""
    kreis, clients = site.world.cast.kreis, dict(site.world.clients)
    with tenant_scope(kreis):
        guarded = MembershipFactory(user__email=GUARDED).user
        confirmed = MembershipFactory().user
        site.over_path = f"/{kreis.slug}/einladung/{_used_invitation().token}/"
        for number in range(60):
            VolunteerFactory(last_name=f"Listenreich-Oberhammer {number}")
    guarded.set_password(PASSWORD)
    guarded.save()
    TOTP.activate(guarded, generate_totp_secret())
    RecoveryCodes.activate(guarded)
    key = {"name": "Schlüssel am Bund", "credential": _security_key()}
    kind = Authenticator.Type.WEBAUTHN
    site.key = Authenticator.objects.create(user=guarded, type=kind, data=key).pk
    token = f"{user_pk_to_url_str(guarded)}-{default_token_generator.make_token(guarded)}"
    site.reset_path = f"/konto/password/reset/key/{token}/"

    passwordless = UserFactory()
    passwordless.set_unusable_password()
    passwordless.save()
    empty = TenantFactory(name="Leer", slug="landkreis-leer")
    land.begin(empty)
    with tenant_scope(empty):
        beginner = MembershipFactory(name="Berta Beginn").user
    people = {
        "guarded": guarded,
        "confirmed": confirmed,
        "passwordless": passwordless,
        "beginner": beginner,
    }
    del clients["anonymous"]
    return clients | {who: sign_in(Client(), user) for who, user in people.items()}


def _used_invitation() -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        email="schon.da@example.org", role=Role.VIEWER, expires_at=now, accepted_at=now
    )


def _security_key() -> dict[str, Any]:
    """Return what a security key hands over when it is added."""
    name = b"a key for looking"
    public_key = ES256({1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)})
    data = webauthn.AttestedCredentialData.create(webauthn.Aaguid.NONE, name, public_key)
    flags = webauthn.AuthenticatorData.FLAG.AT | webauthn.AuthenticatorData.FLAG.UP
    handed = webauthn.AuthenticatorData.create(bytes(32), flags, 0, data)
    client = webauthn.CollectedClientData.create("webauthn.create", b"", "http://localhost")
    response = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(webauthn.AttestationObject.create("none", handed, {})),
    }
    key = websafe_encode(name)
    return {"id": key, "rawId": key, "type": "public-key", "response": response}


def _session(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _failure(code: int) -> tuple[int, dict[str, str], str]:
    """Return the page that is shown when the portal itself fails, as it would be sent."""
    rules: Any = settings.SECURE_CSP
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": build_policy(rules),
    }
    return code, headers, render_to_string(f"{code}.html")

"""What the trail says in German of accounts and of signing in."""

from itertools import product

from lotsen_portal.audit.registry import Kind

SIGNED_IN = "account.signed_in_by_"
WAYS = {
    "password": "Passwort",
    "code": "Code per E-Mail",
    "passkey": "Passkey",
    "totp": "App",
    "webauthn": "Schlüssel",
    "recovery_codes": "Ersatzcode",
    "provider": "Anmeldedienst",
}
FIRST = ("password", "code", "passkey", "provider")
SECOND = ("totp", "webauthn", "recovery_codes")


def ways_of(action: str) -> str:
    """Return by what somebody signed in: "Passwort und App"."""
    ways = action.removeprefix(SIGNED_IN).split("_and_")
    return " und ".join(WAYS.get(way, way) for way in ways)


def _of_signing_in() -> dict[str, str]:
    ways = [*FIRST, *map("_and_".join, product(FIRST, SECOND))]
    return {SIGNED_IN + way: f"hat sich angemeldet mit {ways_of(way)}" for way in ways}


INVITATIONS = {
    "invitation.sent": "hat jemanden eingeladen: {}",
    "invitation.replaced": "hat eine Einladung durch eine neue ersetzt: {}",
    "invitation.withdrawn": "hat eine Einladung zurückgenommen: {}",
    "invitation.accepted": "hat die Einladung angenommen: {}",
}
ACCOUNTS = {
    **_of_signing_in(),
    "account.code_sent": "hat einen Code an {} schicken lassen",
    "account.code_refused": "hat für {} einen Code verlangt, der dort nicht genügt",
    "account.sign_in_failed": "hat vergeblich versucht, sich bei {} anzumelden",
    "account.attempts_limited": "hat es bei {} zu oft versucht",
    "account.confirmed": "hat sich noch einmal ausgewiesen",
    "account.confirmation_failed": "hat sich vergeblich noch einmal ausgewiesen",
    "account.signed_out": "hat sich abgemeldet",
    "account.signed_out_everywhere": "hat sich auf allen Geräten abgemeldet",
    "account.device_signed_out": "hat sich auf einem Gerät abgemeldet",
    "account.reset_link_sent": "hat an {} einen Link für ein Passwort schicken lassen",
    "account.password_set": "hat bei {} ein Passwort festgelegt",
    "account.password_changed": "hat bei {} das Passwort geändert",
    "account.password_reset": "hat bei {} das Passwort über einen Link neu festgelegt",
    "account.app_added": "hat bei {} eine App eingerichtet",
    "account.app_removed": "hat bei {} die App entfernt",
    "account.key_added": "hat bei {} einen Schlüssel hinzugefügt",
    "account.key_removed": "hat bei {} einen Schlüssel entfernt",
    "account.recovery_codes_made": "hat bei {} neue Ersatzcodes erzeugt",
    "account.provider_connected": "hat bei {} einen Anmeldedienst verbunden",
}
OF_KREIS = [
    Kind("accounts.Invitation", "Einladungen und neue Zugänge", INVITATIONS),
    Kind("accounts.User", "Anmelden am Portal", ACCOUNTS),
]
OF_LAND = [
    Kind("accounts.LandInvitation", "Einladung", INVITATIONS),
    Kind("accounts.User", "Konto", ACCOUNTS),
]

"""The accounts of the demo. All are invented, all share one password."""

PASSWORD = "Lotsen-Demo-2026"  # noqa: S105  # printed at every start, opens nothing but the demo

MIESBACH, STADT_PASSAU, LANDKREIS_PASSAU = (
    "landkreis-miesbach",
    "stadt-passau",
    "landkreis-passau",
)

LOGINS: list[tuple[str, str]] = [
    ("Integrationslotsin", f"lotsin@{MIESBACH}.example"),
    ("Leitung", f"leitung@{MIESBACH}.example"),
    ("Vertretung", f"vertretung@{MIESBACH}.example"),
    ("Ehrenamtliche", f"ehrenamt@{MIESBACH}.example"),
    ("Ehrenamtlicher", f"ehrenamt2@{MIESBACH}.example"),
    ("Netzwerkpartner", f"partner@{MIESBACH}.example"),
    ("Netzwerkpartner", f"partner2@{MIESBACH}.example"),
    ("Lotsin in Passau (Stadt)", f"lotsin@{STADT_PASSAU}.example"),
    ("Lotse in Passau (Land)", f"lotsin@{LANDKREIS_PASSAU}.example"),
    ("Ministerium", "ministerium@stmi.example"),
    ("Bewilligungsbehörde", "bewilligung@reg-mfr.example"),
    ("Betrieb", "betrieb@portal.example"),
]

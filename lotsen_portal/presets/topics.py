"""Topics of questions, contacts, Schulungen and articles, each with its task area (BIR Nr. 5.1),
and the fields of engagement and target groups a Kreis begins with.
"""

TOPICS: list[tuple[str, str, str]] = [
    ("behoerden", "Behörden, Anträge und Post", "a"),
    ("asylverfahren", "Asylverfahren und Aufenthalt", "b"),
    ("arbeit", "Arbeit, Ausbildung und Praktikum", "a"),
    ("wohnen", "Wohnen und Umzug", "a"),
    ("sprache", "Deutschkurse und Sprachpatenschaft", "b"),
    ("dolmetschen", "Dolmetschen und Sprachmittlung", "b"),
    ("schule", "Kita, Schule und Nachhilfe", "a"),
    ("gesundheit", "Gesundheitswesen und Begleitung zu Ärzten", "a"),
    ("interkulturell", "Interkulturelle Verständigung", "b"),
    ("belastung", "Belastende Erlebnisse und eigene Grenzen", "b"),
    ("konflikte", "Konflikte und Stammtischparolen", "b"),
    ("ehrenamt", "Rund ums Ehrenamt: Versicherung, Auslagen, Anerkennung", "c"),
    ("gewinnung", "Neue Ehrenamtliche gewinnen", "c"),
    ("eu-ukraine", "Menschen aus EU-Staaten und der Ukraine", "c"),
    ("netzwerk", "Netzwerk und Zusammenarbeit", "d"),
    ("angebote", "Angebote vor Ort", "e"),
    ("konzept", "Kommunales Integrationskonzept", "f"),
    ("sonstiges", "Sonstiges", "a"),
]

# key, name, whether minors are regularly involved
ENGAGEMENT_FIELDS: list[tuple[str, str, bool]] = [
    ("sprachpate", "Sprachpatenschaft und Deutschkurs", False),
    ("behoerde", "Behördenbegleitung und Formularhilfe", False),
    ("arzt", "Begleitung zu Ärzten", False),
    ("alltag", "Alltagsbegleitung und Erstorientierung", False),
    ("hausaufgaben", "Hausaufgabenhilfe und Nachhilfe", True),
    ("arbeit", "Arbeits- und Ausbildungssuche", False),
    ("wohnen", "Wohnungssuche und Umzug", False),
    ("fahrrad", "Fahrradwerkstatt", False),
    ("fahrdienst", "Fahrdienst", False),
    ("freizeit", "Freizeit, Sport und Begegnungscafé", False),
    ("familie", "Familien- und Integrationspatenschaft", True),
    ("dolmetschen", "Laiendolmetschen und Sprachmittlung", False),
    ("kinder", "Angebote für Familien und Kinder", True),
    ("spenden", "Sachspenden und Kleiderkammer", False),
    ("orga", "Organisation im Helferkreis", False),
    ("multiplikator", "Schlüsselperson der Community", False),
]

TARGET_GROUPS = [
    "Familien",
    "Kinder und Jugendliche",
    "Frauen",
    "Ältere Menschen",
    "Alleinstehende",
    "Menschen aus EU-Staaten",
    "Menschen aus der Ukraine",
    "Geflüchtete in Unterkünften",
]

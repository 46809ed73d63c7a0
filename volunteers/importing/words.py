"""Words of lists that Lotsinnen keep, folded as `common.searching` folds: no case, no accents."""

import re

# Headings of columns, whole or as the beginning of a word; the first that fits counts.
HEADINGS: list[tuple[str, str]] = [
    # Art. 9 GDPR, and what comes close to it: never taken over.
    ("never", r"religi|konfession|glaube|kirche|christlich|muslim|moslem|islam|jud(e|isch)"),
    ("never", r"herkunft|herkommen|abstammung|nationalitat|staats(ange|burger)|ethni|volksgruppe"),
    ("never", r"heimat(land|ort)?$|geburts? ?(land|ort|stadt)|(birth ?place|place of birth)"),
    ("never", r"country of birth|nationality|citizenship|ethnic|origin\b|disabilit"),
    ("never", r"migrations?( ?(hinter|gesch|erfahr|status|vorder))|^migration$|^flue?cht$"),
    ("never", r"flue?chtling(sstatus)?\b|geflue?chtet"),
    ("never", r"asyl( ?(status|antrag|verf|bewerb|grund|berecht))|^asyl$|aufenthalt|duldung|visum"),
    ("never", r"einreise|in deutschland seit|partei|politisch|gewerkschaft|sexuell|hautfarbe"),
    (
        "never",
        r"gesundheit|krank(?!enhaus)|erkrank|(schwer)?behind|gdb$|allergi|impf|diagnose|medikament",
    ),
    ("never", r"pflegegrad|health|illness|allerg"),
    # Before any „bis“, „seit“, „ab“: how long one is valid is no end of anybody.
    ("clearance", r"(erw)?e?fz(?![a-z])|fue?hrungs ?z|erw(eitertes)? fue?hrung|polizeilich"),
    ("ignored", r"^(nr|lfd( nr)?|laufende( nummer)?|nummer|id|userid|pos)$"),
    ("note", r"geburtsname|geborene|madchenname|birth name|maiden"),
    ("name", r"(nach|familien|zu)?name (und )?vorname|vorname (und )?(nach|familien)?name"),
    ("name", r"vor (und )?(nach|zu|familien)name"),
    ("circle", r"helferkreis|helfergruppe|gruppe|kreis|initiative|team|unterstutzerkreis"),
    ("postcode_place", r"plz ?(und )?(wohn)?ort|plz wohnort|postleitzahl ort|wohnort plz|ort plz"),
    ("first_name", r"vorname|(first|given) ?name|rufname"),
    ("last_name", r"nachname|familienname|zuname|(last|family) ?name|surname"),
    ("name", r"name|ehrenamtliche(r)?$|helfer(in|innen)?$|^person$|wer$"),
    ("salutation", r"anrede|geschlecht|gender"),
    # Before the street: a mail has an address too.
    ("email", r"e ?mail|mail"),
    ("street", r"strasse|str\b|anschrift|adresse|address|street|wohnhaft"),
    ("postcode", r"plz|postleitzahl|zip|postal code|postcode"),
    ("place", r"(wohn)?ort(\b|s)|gemeinde|stadt|place|city|town"),
    ("phone", r"tel(\b|\d|ef|nr)|handy|mobil(e|nr|nummer|tel\w*|funk\w*)?\b"),
    ("phone", r"fon(\b|\d)|phone|ruf(nummer)?\b|festnetz|cell"),
    ("languages", r"(fremd)?sprach(?!kurs|cafe|pat|mittl|tandem)|muttersprache|spricht|language"),
    ("joined_on", r"seit$|since$|^beginn"),
    ("fields", r"einsatz|tatigkeit|aktivitat|engagement|hilft bei|aufgabe|bereich|angebot|macht"),
    ("joined_on", r"seit\b|dabei$|eintritt|beitritt|beginn|start(datum)?\b|ab wann|aufnahme"),
    ("joined_on", r"since|joined|member from"),
    # Nothing else: whoever is taken for somebody who left is contacted no more.
    ("left_on", r"^(dabei |aktiv |mitglied |helfer(in)? |member )?(bis|until)( wann)?$"),
    ("left_on", r"^(austritt(sdatum)?|ende|ausgeschieden|ausgetreten|left)( am| seit| on)?$"),
    ("birth_year", r"geb(\b|dat|jahr)|geburt(?!s(name|land|ort))|geboren|jahrgang|birth"),
    ("status", r"status|user status|aktiv\b|active"),
    ("remark", r"bemerk|notiz|anmerk|hinweis|kommentar|comment|notes?\b|sonstig|info"),
]
# Of a Führungszeugnis not the day on which it was seen.
NOT_SEEN = re.compile(
    r"\b(gultig|bis\b|ablauf|abgel|lauft|ende|wiedervorlage|fallig|nachst|erneu|valid|expir"
    r"|angefordert|beantragt|ausgestellt|notig|erforderlich)"
)
NOTHING = {"", "-", "--", "---", "–", "/", ".", "k.a.", "k. a.", "keine", "keine angabe", "nein"}
NO_MAIL = re.compile(r"kein(e)? (e ?mail|mail|internet|adresse)|hat kein|ohne")
UNKNOWN = {"?", "??", "unbekannt", "unklar", "weiß nicht"}

LANGUAGE_ALIASES = {
    "paschtu": "ps",
    "pashto": "ps",
    "paschtunisch": "ps",
    "farsi": "fa",
    "persisch": "fa",
    "kurmandschi": "kmr",
    "kurmanci": "kmr",
    "kurmanji": "kmr",
    "kurdisch kurmanci": "kmr",
    "sorani": "ckb",
    "tigrinisch": "ti",
    "tigrigna": "ti",
    "amharic": "am",
    "somalisch": "so",
    "spanish": "es",
    "english": "en",
    "german": "de",
    "french": "fr",
    "arabic": "ar",
    "swahili": "sw",
    "kisuaheli": "sw",
    "chinese": "zh",
    "mandarin": "zh",
    "bengali": "bn",
    "punjabi": "pa",
    "fula": "ff",
    "rumanian": "ro",
    "ukrainian": "uk",
    "russian": "ru",
    "romanian": "ro",
    "turkish": "tr",
    "polish": "pl",
    "croatian": "hr",
    "bosnian": "bs",
    "serbian": "sr",
    "bulgarian": "bg",
    "hungarian": "hu",
    "italian": "it",
    "greek": "el",
    "albanian": "sq",
    "persian": "fa",
    "portuguese": "pt",
    "vietnamese": "vi",
    "thai": "th",
    "burmese": "my",
    "georgian": "ka",
    "armenian": "hy",
    "azerbaijani": "az",
    "azeri": "az",
    "macedonian": "mk",
    "slovak": "sk",
    "czech": "cs",
    "slovenian": "sl",
    "lao": "lo",
}
# A level as a certificate names it; what people say of themselves, and what it is taken for.
LEVEL = re.compile(
    r"[\s(\[,:–-]*\b(?:(?P<exact>[abc][12])|(?P<native>mutterspr\w*\.?|ms|muttersprachlich|native)"
    r"|(?P<said>sehr gut|fließend|fliessend|verhandlungssicher|gut|mittel|grundkenntnisse|etwas"
    r"|wenig|ein bisschen|anfänger|schulkenntnisse))\b[\s).\]]*$",
    re.IGNORECASE,
)
SAID_LEVELS = {
    "sehr gut": "c1",
    "fließend": "c1",
    "fliessend": "c1",
    "verhandlungssicher": "c1",
    "gut": "b2",
    "mittel": "b1",
    "schulkenntnisse": "b1",
    "grundkenntnisse": "a2",
    "etwas": "a2",
    "wenig": "a1",
    "ein bisschen": "a1",
    "anfänger": "a1",
}

# Beginnings of words by the key of the preset field; a Kreis that has it no more is not asked.
FIELD_WORDS: list[tuple[str, str]] = [
    ("hausaufgaben", r"hausaufgab|nachhilfe|lernhilfe|lernpat|schulerhilfe"),
    ("dolmetschen", r"dolmetsch|sprachmittl|ubersetz|sprachvermitt"),
    ("arzt", r"arzt|arzte|klinik|krankenhaus|arztbegl"),
    ("behoerde", r"behord|formular|amt|amter|antrage|jobcenter|papierkram|post"),
    ("sprachpate", r"deutsch|sprachpat|sprachkurs|sprachtandem|sprachcafe|alphabet|konversation"),
    ("arbeit", r"bewerb|arbeit|ausbildung|job|praktik|beruf"),
    ("wohnen", r"wohn|umzug|miete"),
    ("fahrrad", r"fahrrad|radl|rad|radwerkstatt"),
    ("fahrdienst", r"fahrdienst|fahrt|fahrer|fahren|transport"),
    ("freizeit", r"cafe|teestube|freizeit|sport|fussball|begegnung|kochen|ausflug|feste|musik"),
    ("familie", r"patenschaft|pate|patin|familienpat|integrationspat|tandem|mentor"),
    ("kinder", r"kinder|spielgruppe|babysit|krabbel|eltern kind"),
    ("spenden", r"kleider|spende|mobel|tafel|sachspend|flohmarkt"),
    ("alltag", r"alltag|einkauf|erstorient|begleitung"),
    ("orga", r"orga|koordin|verwaltung|offentlichkeit|website|it$|kasse|leitung"),
    ("multiplikator", r"schlusselperson|multiplikator|community"),
]
STATUS_WORDS: list[tuple[str, str]] = [
    ("prospect", r"interess|neu|angefragt|prospect|applicant|candidate|new\b"),
    ("interviewed", r"erstgespr|gesprach|vorgemerkt|interview"),
    ("left", r"ausgesch|ausgetr|ehemal|inaktiv|beendet|verzogen|verstorben|geloscht|nein"),
    ("left", r"left\b|inactive|former|ended"),
    ("paused", r"paus|ruh|derzeit nicht|nicht aktiv|not active|on hold"),
    ("active", r"aktiv|ja|dabei|active"),
]
SALUTATIONS: list[tuple[str, str]] = [
    ("ms", r"(frau|fr|w|weiblich|f)$"),
    ("mr", r"(herr|hr|m|mannlich)$"),
]
# What stands before a name; what belongs to one; what may stand beside a day that is one.
SALUTED = {"frau": "ms", "fr": "ms", "mrs": "ms", "herr": "mr", "herrn": "mr", "hr": "mr"}
TITLES = {"dr", "prof", "dipl", "ing", "med", "mag", "phil", "rer", "nat", "h", "c", "hc"}
NOBLE = {"freiherr", "freifrau", "freiin", "graf", "gräfin", "baron", "baronin"}
SAID_OF_SEEN = {
    *("vorgelegt", "gesehen", "eingesehen", "gepruft", "gezeigt", "vorlage", "erledigt"),
    *("am", "wurde", "ok", "ja", "fz", "efz", "fuhrungszeugnis"),
}
TOTAL = re.compile(r"(summe|gesamt|insgesamt|anzahl|total|zusammen|personen gesamt)\b")
NO_CIRCLE = re.compile(
    r"(ohne|kein|keine|nicht im) (helferkreis|gruppe|kreis|zuordnung)|einzelne|sonstige"
)
PARTICLES = {
    "van",
    "von",
    "der",
    "den",
    "de",
    "zu",
    "zum",
    "zur",
    "ten",
    "ter",
    "del",
    "della",
    "el",
}


def first_fitting(table: list[tuple[str, str]], text: str) -> str:
    """Return the first key with a word that begins like one of the text; nothing if none does."""
    return next((key for key, words in table if re.search(rf"\b(?:{words})", text)), "")

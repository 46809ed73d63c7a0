"""Invented texts of a Sachbericht, by chapter of the directive."""

TEXTS: dict[str, str] = {
    "staff": (
        "Die Stelle in Vollzeit war das ganze Jahr besetzt, die Teilzeitstelle ebenfalls. Beide"
        " Fachkräfte haben an den Regionaltreffen und an einer Fortbildung zur Gewinnung von"
        " Ehrenamtlichen teilgenommen."
    ),
    "conditions": (
        "Im Kreis leben Menschen aus über neunzig Staaten. Zwei Unterkünfte wurden im Lauf des"
        " Jahres geschlossen, eine kam hinzu. Viele Helferkreise haben sich neu geordnet, weil"
        " Menschen in eigene Wohnungen gezogen sind.\n\n"
        "Die Nachfrage nach Sprachmittlung ist weiter gestiegen, vor allem am Vormittag."
    ),
    "area_a": (
        "Die Lotsinnen waren an vier Tagen in der Woche erreichbar. Die meisten Anliegen kamen"
        " per Telefon; Fragen, die sich wiederholten, stehen jetzt als Artikel im Wissensbereich."
        "\n\nEin Beispiel: Zu Post vom Jobcenter gab es so viele Fragen, dass daraus eine kurze"
        " Anleitung wurde. Seither sind die Anrufe dazu deutlich weniger geworden."
    ),
    "area_b": (
        "Die Schulungen wurden gut angenommen. Besonders gefragt waren Behördenbegleitung und der"
        " Umgang mit belastenden Erlebnissen; beide waren ausgebucht. Der Grundkurs"
        " Laiendolmetschen wurde mit einer Prüfung abgeschlossen.\n\n"
        "Für das kommende Jahr ist eine Wiederholung am Samstag geplant, damit auch Berufstätige"
        " teilnehmen können."
    ),
    "area_c": (
        "Mit einem Stand auf drei Märkten und einer Reihe im Kreisboten wurden neue Ehrenamtliche"
        " angesprochen. Die meisten Neuen kamen über persönliche Empfehlung.\n\n"
        "Jedes Erstgespräch fand innerhalb von zwei Wochen statt. Wer sich gegen einen Einsatz"
        " entschied, wurde auf Wunsch an das Freiwilligenzentrum verwiesen."
    ),
    "area_d": (
        "Die Lotsinnen sind fester Teil des Runden Tischs. Mit der Flüchtlings- und"
        " Integrationsberatung gibt es einen monatlichen Austausch; die Aufgaben sind schriftlich"
        " abgegrenzt."
    ),
    "area_e": (
        "Das Verzeichnis der Angebote wurde vollständig durchgesehen. Alle Partner bestätigen ihre"
        " Angaben nun einmal im Jahr; was öffentlich sein darf, steht auf der Seite des Kreises."
    ),
    "area_f": (
        "Das Integrationskonzept des Kreises wird fortgeschrieben. Die Lotsinnen haben die"
        " Erfahrungen der Ehrenamtlichen in zwei Werkstätten eingebracht."
    ),
    "network": (
        "Neben den eigenen Treffen wurden Gremien der Jugendhilfe und der Wohlfahrtsverbände"
        " besucht. Mit dem Freiwilligenzentrum besteht eine Absprache, wer wirbt, schult und"
        " vermittelt."
    ),
    "recruitment": (
        "Über zwei Vereine wurden gezielt Menschen mit eigener Migrationsgeschichte angesprochen,"
        " auch aus EU-Staaten und der Ukraine. Schlüsselpersonen luden in ihrer Sprache ein."
    ),
    "goals": (
        "Die Ziele des Antrags wurden überwiegend erreicht. Offen blieb der Aufbau eines zweiten"
        " Pools für Sprachmittlung im südlichen Kreis."
    ),
    "deviations": (
        "Bei den Sachausgaben wurde weniger verbraucht als geplant, weil Räume kostenlos gestellt"
        " wurden. Die Summe der Ausgaben liegt unter dem Plan."
    ),
    "outlook": (
        "Schwerpunkte im Folgejahr sind Sprachmittlung am Vormittag, Patenschaften für Familien"
        " und die Zusammenarbeit mit den Nachbarkreisen."
    ),
}

from operator import attrgetter

from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "volunteers.Volunteer",
        "Ehrenamtliche",
        {
            "volunteer.added": "hat {} aufgenommen",
            "volunteer.changed": "hat {} geändert",
            "volunteer.status_changed": "hat den Status von {} geändert",
            "volunteer.status_taken_back": "hat den letzten Status von {} zurückgenommen",
            "volunteer.left": "hat den Austritt von {} eingetragen",
            "volunteer.reminded": "hat {} an eine ablaufende Qualifikation erinnert",
            "volunteer.access_given": "hat {} einen Zugang gegeben",
            "volunteer.read": "hat die Seite von {} gelesen",
            "volunteer.imported": "hat {} aus einer Liste übernommen",
            "volunteer.completed": "hat {} aus einer Liste ergänzt",
            "volunteer.import_undone": "hat die Übernahme von {} zurückgenommen",
            "volunteer.merged": "hat zwei Einträge zusammengeführt: {}",
            "volunteer.merge_undone": "hat eine Zusammenführung rückgängig gemacht: {}",
            "volunteer.kept_apart": "hat festgehalten, dass es zwei Personen sind: {}",
            "circle.joined": "hat {} in einen Helferkreis aufgenommen",
            "circle.left": "hat die Mitgliedschaft von {} in einem Helferkreis beendet",
            "circle.coordination_given": "hat {} die Koordination eines Helferkreises gegeben",
            "circle.coordination_taken": "hat {} die Koordination eines Helferkreises entzogen",
            "confidentiality.signed": "hat die Unterschrift von {} zur Vertraulichkeit eingetragen",
            "volunteer.data_exported": "hat alles heruntergeladen, was über {} gespeichert ist",
            "calendar.opened": "hat eine Kalenderadresse gemacht: {}",
            "calendar.closed": "hat die Kalenderadresse abgeschaltet: {}",
            "volunteers.clearances_listed": "hat die Liste nach Führungszeugnissen gefiltert",
            "volunteer.tagged": "hat {} ein Schlagwort gegeben",
            "volunteer.untagged": "hat {} ein Schlagwort genommen",
            "volunteers.exported": "hat die Liste der Ehrenamtlichen heruntergeladen",
        },
        page="volunteers:detail",
    ),
    Kind(
        "volunteers.SavedView",
        "Ansichten der Liste",
        {
            "saved_view.added": "hat die Ansicht {} gespeichert",
            "saved_view.deleted": "hat eine Ansicht gelöscht",
        },
    ),
    Kind(
        "volunteers.Inquiry",
        "Fragen",
        {
            "inquiry.asked": "hat die Frage {} gestellt",
            "inquiry.asked_again": "hat bei der Frage {} nachgefragt",
            "inquiry.answered": "hat die Frage {} beantwortet",
            "inquiry.closed": "hat die Frage {} abgeschlossen",
            "inquiry.classified": "hat der Frage {} ein Thema gegeben",
            "inquiry.read": "hat die Frage {} gelesen",
        },
        page="inquiries:detail",
    ),
    Kind(
        "volunteers.ImportRun",
        "Importe",
        {
            "import.started": "hat {} für einen Import hochgeladen",
            "import.columns_told": "hat die Spalten von {} zugeordnet",
            "import.decided": "hat über Zeilen von {} entschieden",
            "import.taken_over": "hat die Übernahme von {} gestartet",
            "import.done": "hat {} übernommen",
            "import.undo_ordered": "hat {} zurückgenommen",
            "import.undone": "hat mit {} Übernommenes wieder entfernt",
            "import.tried_again": "hat den Import von {} noch einmal versucht",
            "import.discarded": "hat den Import {} verworfen",
        },
        page="imports:detail",
    ),
    Kind(
        "volunteers.HelpOffer",
        "Angebote zu helfen",
        {
            "offer.made": "hat angeboten zu helfen: {}",
            "offer.confirmed": "hat das Angebot bestätigt: {}",
            "offer.taken": "hat sich um das Angebot gekümmert: {}",
        },
    ),
    Kind(
        "volunteers.HelperCircle",
        "Helferkreise",
        {
            "circle.added": "hat den Helferkreis {} angelegt",
            "circle.changed": "hat den Helferkreis {} geändert",
            "circle.dissolved": "hat den Helferkreis {} aufgelöst",
            "circle.read": "hat die Mitglieder von {} gelesen",
            "circle.printed": "hat die Mitglieder von {} zum Drucken geöffnet",
        },
        page="circles:detail",
    ),
    Kind(
        "volunteers.MessageCampaign",
        "Nachrichten",
        {"message.sent": "hat die Nachricht {} gesendet"},
    ),
    Kind(
        "volunteers.Clearance",
        "Führungszeugnisse",
        {
            "clearance.requested": "hat schriftlich angefordert: {}",
            "clearance.noted": "hat als gesehen eingetragen: {}",
            "clearance.read": "hat den Eintrag gelesen: {}",
            "clearance.removed": "hat den Eintrag gelöscht: {}",
            "clearance.forgotten": "hat den Eintrag nach Ablauf der Frist gelöscht: {}",
            "clearances.read": "hat die Liste der Führungszeugnisse gelesen",
        },
    ),
    Kind(
        "volunteers.ConfidentialityText",
        "Vertraulichkeitserklärung",
        {"confidentiality.text_changed": "hat der Vertraulichkeitserklärung {} gegeben"},
    ),
    Kind(
        "volunteers.ChangeRequest",
        "Änderungswünsche",
        {
            "change.wished": "hat eine Änderung der eigenen Daten gewünscht: {}",
            "change.withdrawn": "hat den Wunsch zurückgenommen: {}",
            "change.read": "hat den Wunsch gelesen: {}",
            "change.accepted": "hat den Wunsch übernommen: {}",
            "change.declined": "hat den Wunsch abgelehnt: {}",
        },
    ),
    Kind(
        "volunteers.EngagementField",
        "Einsatzbereiche",
        {
            "engagement_field.added": "hat den Einsatzbereich {} hinzugefügt",
            "engagement_field.changed": "hat den Einsatzbereich {} geändert",
        },
    ),
    Kind(
        "volunteers.TargetGroup",
        "Zielgruppen",
        {
            "target_group.added": "hat die Zielgruppe {} hinzugefügt",
            "target_group.changed": "hat die Zielgruppe {} umbenannt",
            "target_group.removed": "hat die Zielgruppe {} entfernt",
        },
    ),
    Kind(
        "volunteers.Tag",
        "Schlagwörter",
        {
            "tag.added": "hat das Schlagwort {} hinzugefügt",
            "tag.changed": "hat das Schlagwort {} umbenannt",
            "tag.removed": "hat das Schlagwort {} entfernt",
        },
    ),
    Kind(
        "volunteers.RegistryRules",
        "Regeln für Ehrenamtliche",
        {
            "registry_rules.added": "hat die Regeln für Ehrenamtliche festgelegt",
            "registry_rules.changed": "hat die Regeln für Ehrenamtliche geändert",
        },
    ),
]


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "Ehrenamtliche"

    def ready(self) -> None:
        # These know models, which can be imported only now.
        from lotsen_portal.files import registry as files
        from lotsen_portal.privacy import registry as privacy
        from volunteers import panels, personal_data, tasks
        from volunteers.actions import exports, letters
        from volunteers.importing import steps
        from volunteers.models import ImportRun, InquiryMessage

        exports.announce()
        letters.announce()
        panels.announce()
        privacy.announce("volunteers.Volunteer", personal_data.sections)
        files.announce(
            InquiryMessage,
            may_read=InquiryMessage.is_visible_to,
            told_of=attrgetter("inquiry"),
        )
        files.announce(ImportRun, may_read=ImportRun.is_visible_to)
        tasks.announce(steps.STEPS)
        announce(*TRAIL)

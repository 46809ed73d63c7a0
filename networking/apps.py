from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "networking.Partner",
        "Netzwerkpartner",
        {
            "partner.added": "hat den Partner {} aufgenommen",
            "partner.changed": "hat den Partner {} geändert",
            "partner.confirmed": "hat den Eintrag von {} bestätigt",
            "partner.ended": "hat die Partnerschaft mit {} beendet",
            "partner.resumed": "hat die Partnerschaft mit {} wieder aufgenommen",
            "partner.read": "hat die Seite von {} gelesen",
        },
        page="networking:detail",
    ),
    Kind(
        "networking.Organization",
        "Organisationen",
        {"organization.added": "hat die Organisation {} hinzugefügt"},
    ),
    Kind(
        "networking.ContactPerson",
        "Ansprechpersonen",
        {
            "contact.added": "hat die Ansprechperson {} hinzugefügt",
            "contact.changed": "hat die Ansprechperson {} geändert",
            "contact.removed": "hat die Ansprechperson {} gelöscht",
            "contact.access_given": "hat {} einen Zugang gegeben",
            "contact.access_taken": "hat {} den Zugang genommen",
        },
    ),
    Kind(
        "networking.NetworkMeeting",
        "Netzwerktreffen",
        {
            "meeting.added": "hat das Treffen {} eingetragen",
            "meeting.changed": "hat das Treffen {} geändert",
            "meeting.removed": "hat das Treffen {} gelöscht",
        },
    ),
    Kind(
        "networking.OutreachActivity",
        "Öffentlichkeitsarbeit",
        {
            "outreach.added": "hat die Öffentlichkeitsarbeit {} eingetragen",
            "outreach.changed": "hat die Öffentlichkeitsarbeit {} geändert",
            "outreach.removed": "hat die Öffentlichkeitsarbeit {} gelöscht",
        },
    ),
    Kind(
        "networking.Article",
        "Artikel",
        {
            "article.added": "hat den Artikel {} geschrieben",
            "article.changed": "hat den Artikel {} geändert",
            "article.published": "hat den Artikel {} veröffentlicht",
            "article.unpublished": "hat den Artikel {} zurückgenommen",
            "article.removed": "hat den Artikel {} gelöscht",
        },
        page="knowledge:detail",
    ),
]


class NetworkingConfig(AppConfig):
    name = "networking"
    verbose_name = "Netzwerk"

    def ready(self) -> None:
        from networking import panels

        panels.announce()
        announce(*TRAIL)

from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "trainings.Training",
        "Schulungen",
        {
            "training.added": "hat die Schulung {} angelegt",
            "training.changed": "hat die Schulung {} geändert",
            "training.published": "hat die Schulung {} veröffentlicht",
            "training.called_off": "hat die Schulung {} abgesagt",
            "training.read": "hat die Seite der Schulung {} gelesen",
        },
        page="trainings:detail",
    ),
    Kind(
        "trainings.Registration",
        "Anmeldungen zu Schulungen",
        {
            "registration.asked": "hat um einen Platz gebeten: {}",
            "registration.confirmed": "hat die eigene Adresse bestätigt: {}",
            "registration.added": "hat sich angemeldet: {}",
            "registration.added_on_behalf": "hat jemanden angemeldet: {}",
            "registration.moved_up": "hat jemandem einen Platz gegeben: {}",
            "registration.cancelled": "hat abgesagt: {}",
        },
    ),
    Kind(
        "trainings.Session",
        "Termine",
        {"attendance.recorded": "hat die Anwesenheit am {} erfasst"},
        page="trainings:attendance",
    ),
]


class TrainingsConfig(AppConfig):
    name = "trainings"
    verbose_name = "Schulungen"

    def ready(self) -> None:
        # Panels know models, which can be imported only now.
        from lotsen_portal.privacy import registry as privacy
        from trainings import feeds, panels, personal_data
        from volunteers import feeds as calendars
        from volunteers.merging import rules

        panels.announce()
        privacy.announce("volunteers.Volunteer", personal_data.sections)
        rules.announce("registrations", rules.Rule("Anmeldungen zu Schulungen", rules.along))
        calendars.announce(feeds.sessions_of)
        announce(*TRAIL)

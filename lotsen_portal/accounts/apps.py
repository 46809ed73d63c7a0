from django.apps import AppConfig

from lotsen_portal.audit.registry import Kind, announce

TRAIL = [
    Kind(
        "accounts.Invitation",
        "Einladungen",
        {
            "invitation.sent": "hat jemanden eingeladen: {}",
            "invitation.withdrawn": "hat eine Einladung zurückgenommen: {}",
            "invitation.accepted": "hat die Einladung angenommen: {}",
        },
    ),
]


class AccountsConfig(AppConfig):
    name = "lotsen_portal.accounts"
    verbose_name = "Konten"

    def ready(self) -> None:
        announce(*TRAIL)

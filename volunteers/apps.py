from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    name = "volunteers"
    verbose_name = "Ehrenamtliche"

    def ready(self) -> None:
        # These know models, which can be imported only now.
        from lotsen_portal.files import registry as files
        from volunteers import panels
        from volunteers.models import InquiryMessage

        panels.announce()
        files.announce(InquiryMessage, may_read=InquiryMessage.is_visible_to)

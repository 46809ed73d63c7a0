from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "lotsen_portal.mail"
    verbose_name = "Post"

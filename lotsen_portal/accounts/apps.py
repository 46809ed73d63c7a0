from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lotsen_portal.accounts"
    verbose_name = "Konten"

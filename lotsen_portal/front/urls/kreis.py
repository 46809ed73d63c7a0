from django.urls import path

from lotsen_portal.front.views import kreis

app_name = "front"

urlpatterns = [
    path("", kreis.home, name="home"),
    path("heute/", kreis.today, name="today"),
    path("suche/", kreis.today, name="search"),
    path("einstellungen/", kreis.today, name="settings"),
    path("impressum/", kreis.home, name="imprint"),
    path("datenschutz/", kreis.home, name="privacy"),
]

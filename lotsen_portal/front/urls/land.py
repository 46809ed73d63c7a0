from django.urls import path

from lotsen_portal.front.views import health, land

app_name = "land_front"

urlpatterns = [
    path("", land.home, name="home"),
    path("schulungen/", land.training_list, name="trainings"),
    path("mithelfen/", land.help_offer, name="help_offer"),
    path("impressum/", land.imprint, name="imprint"),
    path("datenschutz/", land.privacy, name="privacy"),
    path("barrierefreiheit/", land.accessibility, name="accessibility"),
    path("hilfe/", land.help_page, name="help"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]

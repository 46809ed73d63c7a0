from django.urls import path

from lotsen_portal.front.views import land

app_name = "land_front"

urlpatterns = [
    path("", land.home, name="home"),
    path("impressum/", land.home, name="imprint"),
    path("datenschutz/", land.home, name="privacy"),
    path("barrierefreiheit/", land.home, name="accessibility"),
    path("hilfe/", land.home, name="help"),
]

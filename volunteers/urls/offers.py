from django.urls import path

from volunteers.views import offers

app_name = "offers"

urlpatterns = [
    path("", offers.offer_create, name="create"),
    path("danke/", offers.offer_done, name="done"),
    path("bestaetigung/<slug:token>/", offers.confirmation, name="confirmation"),
    path("<int:pk>/erledigung/", offers.offer_take, name="taken"),
]

from django.urls import path

from lotsen_portal.front.views import operations

app_name = "operations"

urlpatterns = [
    path("", operations.home, name="home"),
    path("kreise/<slug:slug>/einladung/", operations.coordinator_invite, name="invitation"),
]

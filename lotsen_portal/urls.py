"""Addresses outside every Kreis: Land, accounts, operator, health."""

from django.urls import include, path

urlpatterns = [
    path("", include("lotsen_portal.front.urls.land")),
    path("konto/", include("lotsen_portal.accounts.urls.account")),
    path("land/", include("evaluation.urls.land")),
    path("betrieb/", include("lotsen_portal.front.urls.operations")),
]

handler400 = "lotsen_portal.front.views.errors.bad_request"

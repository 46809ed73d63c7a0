"""Addresses of a Kreis, mounted below /<slug>/ by the tenancy middleware."""

from django.urls import include, path

urlpatterns = [
    path("", include("lotsen_portal.front.urls.kreis")),
    path("einstellungen/", include("volunteers.urls.settings")),
    path("einladung/", include("lotsen_portal.accounts.urls.invitations")),
    path("fragen/", include("volunteers.urls.inquiries")),
    path("ehrenamtliche/import/", include("volunteers.urls.imports")),
    path("ehrenamtliche/aenderungswuensche/", include("volunteers.urls.changes")),
    path("ehrenamtliche/meine-daten/", include("volunteers.urls.self_service")),
    path("kalender/", include("volunteers.urls.feeds")),
    path("mithelfen/", include("volunteers.urls.offers")),
    path("ehrenamtliche/helferkreise/", include("volunteers.urls.circles")),
    path("ehrenamtliche/", include("volunteers.urls.clearance")),
    path("ehrenamtliche/", include("volunteers.urls.confidentiality")),
    path("ehrenamtliche/", include("volunteers.urls.people")),
    path("schulungen/", include("trainings.urls.kreis")),
    path("netzwerk/", include("networking.urls.partners")),
    path("wissen/", include("networking.urls.knowledge")),
    path("foerderung/", include("evaluation.urls.kreis")),
    path("dateien/", include("lotsen_portal.files.urls")),
    path("dokumente/", include("lotsen_portal.documents.urls")),
]

handler400 = "lotsen_portal.front.views.errors.bad_request"

from django.urls import path

from networking.views import activities, contacts, organizations, partners

app_name = "networking"

urlpatterns = [
    path("", partners.partner_list, name="list"),
    path("verzeichnis/", partners.directory, name="directory"),
    path("neu/", partners.partner_create, name="create"),
    path("<int:pk>/", partners.partner_detail, name="detail"),
    path("<int:pk>/bearbeiten/", partners.partner_edit, name="edit"),
    path("<int:pk>/bestaetigung/", partners.confirmation_create, name="confirmation"),
    path("<int:pk>/ende/", partners.end_create, name="end"),
    path("<int:pk>/ende/ruecknahme/", partners.end_delete, name="end_delete"),
    path("organisationen/neu/", organizations.organization_create, name="organization_create"),
    path(
        "<int:pk>/organisation/neu/",
        organizations.organization_of_partner_create,
        name="organization_of_partner_create",
    ),
    path("<int:pk>/ansprechpersonen/neu/", contacts.contact_create, name="contact_create"),
    path("ansprechpersonen/<int:pk>/bearbeiten/", contacts.contact_edit, name="contact_edit"),
    path("ansprechpersonen/<int:pk>/loeschung/", contacts.contact_delete, name="contact_delete"),
    path("ansprechpersonen/<int:pk>/zugang/", contacts.access_create, name="access"),
    path(
        "ansprechpersonen/<int:pk>/zugang/ruecknahme/",
        contacts.access_delete,
        name="access_delete",
    ),
    path("treffen/", activities.meeting_list, name="meetings"),
    path("treffen/neu/", activities.meeting_create, name="meeting_create"),
    path("treffen/<int:pk>/bearbeiten/", activities.meeting_edit, name="meeting_edit"),
    path("treffen/<int:pk>/loeschung/", activities.meeting_delete, name="meeting_delete"),
    path("oeffentlichkeitsarbeit/", activities.outreach_list, name="outreach"),
    path("oeffentlichkeitsarbeit/neu/", activities.outreach_create, name="outreach_create"),
    path(
        "oeffentlichkeitsarbeit/<int:pk>/bearbeiten/",
        activities.outreach_edit,
        name="outreach_edit",
    ),
    path(
        "oeffentlichkeitsarbeit/<int:pk>/loeschung/",
        activities.outreach_delete,
        name="outreach_delete",
    ),
]

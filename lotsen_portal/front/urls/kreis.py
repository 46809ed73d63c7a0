from django.urls import path

from lotsen_portal.front.views import kreis, members, municipalities, search, settings, trail

app_name = "front"

urlpatterns = [
    path("", kreis.home, name="home"),
    path("impressum/", kreis.imprint, name="imprint"),
    path("datenschutz/", kreis.privacy, name="privacy"),
    path("heute/", kreis.today, name="today"),
    path("suche/", search.results, name="search"),
    path("protokoll/", trail.trail_list, name="trail"),
    path("einstellungen/", settings.overview, name="settings"),
    path("einstellungen/oeffentliche-seite/", settings.contact_edit, name="contact"),
    path("einstellungen/gemeinden/", municipalities.municipality_list, name="municipalities"),
    path("einstellungen/gemeinden/neu/", municipalities.municipality_create, name="municipality"),
    path(
        "einstellungen/gemeinden/einfuegen/",
        municipalities.municipality_paste,
        name="municipality_paste",
    ),
    path(
        "einstellungen/gemeinden/<int:pk>/",
        municipalities.municipality_edit,
        name="municipality_edit",
    ),
    path(
        "einstellungen/gemeinden/<int:pk>/entfernung/",
        municipalities.municipality_remove,
        name="municipality_removal",
    ),
    path("einstellungen/gemeinden/nachbarn/", municipalities.neighbour_list, name="neighbours"),
    path(
        "einstellungen/gemeinden/<int:pk>/nachbarn/",
        municipalities.neighbours_edit,
        name="neighbours_edit",
    ),
    path("einstellungen/zugaenge/", members.member_list, name="members"),
    path("einstellungen/zugaenge/einladung/", members.invitation_create, name="invitation"),
    path(
        "einstellungen/zugaenge/einladung/<int:pk>/ruecknahme/",
        members.invitation_withdraw,
        name="invitation_withdrawal",
    ),
    path("einstellungen/zugaenge/<int:pk>/ende/", members.member_end, name="member_end"),
    path("einstellungen/einsatzbereiche/", settings.field_list, name="fields"),
    path("einstellungen/einsatzbereiche/neu/", settings.field_create, name="field"),
    path("einstellungen/einsatzbereiche/<int:pk>/", settings.field_edit, name="field_edit"),
]

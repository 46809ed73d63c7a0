from django.urls import path

from volunteers.views import (
    bulk,
    exports,
    languages,
    lists,
    merging,
    own_data,
    people,
    qualifications,
    record,
)

app_name = "volunteers"

urlpatterns = [
    path("", lists.volunteer_list, name="list"),
    path("neu/", people.volunteer_create, name="create"),
    path("tabelle.xlsx", exports.people_export, {"suffix": "xlsx"}, name="export_xlsx"),
    path("tabelle.csv", exports.people_export, {"suffix": "csv"}, name="export_csv"),
    path("kontakte.vcf", exports.people_export, {"suffix": "vcf"}, name="export_vcf"),
    path("druck/", exports.people_print, name="export_print"),
    path("auswahl/nachricht/", bulk.message_create, name="bulk_message"),
    path("auswahl/helferkreis/", bulk.circle_create, name="bulk_circle"),
    path("auswahl/schlagwort/", bulk.tag_create, name="bulk_tag"),
    path("auswahl/status/", bulk.status_create, name="bulk_status"),
    path("auswahl/export/", bulk.export_create, name="bulk_export"),
    path("ansicht/", lists.view_create, name="view_create"),
    path("ansicht/loeschen/", lists.view_delete, name="view_delete"),
    path("doppelte/", merging.pair_list, name="doubles"),
    path("doppelte/<int:pk>/ruecknahme/", merging.merge_undo, name="merge_undo"),
    path("<int:pk>/zusammenfuehrung/", merging.merge_create, name="merge"),
    path("<int:pk>/zwei-personen/", merging.distinct_create, name="distinct"),
    path("meine-daten/", people.own_data, name="own"),
    path(
        "<int:pk>/auskunft.json", own_data.data_export, {"suffix": "json"}, name="export_data_json"
    ),
    path(
        "<int:pk>/auskunft.html", own_data.data_export, {"suffix": "html"}, name="export_data_html"
    ),
    path("<int:pk>/", people.volunteer_detail, name="detail"),
    path("<int:pk>/bearbeiten/", record.contact_edit, name="edit"),
    path("<int:pk>/engagement/", record.engagement_edit, name="engagement"),
    path("<int:pk>/verfuegbarkeit/", record.availability_edit, name="availability"),
    path("<int:pk>/minderjaehrig/", record.minor_edit, name="minor"),
    path("<int:pk>/schlagwoerter/", record.tags_edit, name="tags"),
    path("<int:pk>/notiz/", record.note_edit, name="note"),
    path("<int:pk>/status/", people.status_edit, name="status"),
    path("<int:pk>/status/ruecknahme/", people.status_undo, name="status_undo"),
    path("<int:pk>/sprachen/", languages.skill_create, name="skill_create"),
    path("sprachen/<int:pk>/", languages.skill_edit, name="skill_edit"),
    path("sprachen/<int:pk>/ende/", languages.skill_end, name="skill_end"),
    path(
        "<int:pk>/qualifikationen/",
        qualifications.qualification_create,
        name="qualification_create",
    ),
    path("qualifikationen/<int:pk>/", qualifications.qualification_edit, name="qualification_edit"),
    path(
        "qualifikationen/<int:pk>/entfernung/",
        qualifications.qualification_remove,
        name="qualification_delete",
    ),
    path("<int:pk>/austritt/", people.departure_create, name="departure"),
    path("<int:pk>/zugang/", people.access_create, name="access"),
]

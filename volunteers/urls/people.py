from django.urls import path

from volunteers.views import exports, people

app_name = "volunteers"

urlpatterns = [
    path("", people.volunteer_list, name="list"),
    path("neu/", people.volunteer_create, name="create"),
    path("tabelle.xlsx", exports.people_export, {"suffix": "xlsx"}, name="export_xlsx"),
    path("tabelle.csv", exports.people_export, {"suffix": "csv"}, name="export_csv"),
    path("meine-daten/", people.own_data, name="own"),
    path("<int:pk>/", people.volunteer_detail, name="detail"),
    path("<int:pk>/bearbeiten/", people.volunteer_edit, name="edit"),
    path("<int:pk>/austritt/", people.departure_create, name="departure"),
    path("<int:pk>/zugang/", people.access_create, name="access"),
]

from django.urls import path

from volunteers.views import freinet, imports

app_name = "imports"

urlpatterns = [
    path("", imports.run_list, name="list"),
    path("neu/", imports.run_create, name="create"),
    path("freinet/", freinet.freinet_detail, name="freinet"),
    path("freinet.csv", freinet.freinet_export, {"suffix": "csv"}, name="freinet_csv"),
    path("freinet.json", freinet.freinet_export, {"suffix": "json"}, name="freinet_json"),
    path("<int:pk>/", imports.run_detail, name="detail"),
    path("<int:pk>/spalten/", imports.columns_edit, name="columns"),
    path("<int:pk>/zeilen/", imports.row_list, name="rows"),
    path("<int:pk>/offene/", imports.open_decide, name="open"),
    path("<int:pk>/uebernahme/", imports.takeover_create, name="takeover"),
    path("<int:pk>/ruecknahme/", imports.undo_create, name="undo"),
    path("<int:pk>/wiederholung/", imports.retry_create, name="retry"),
    path("<int:pk>/entfernung/", imports.run_delete, name="delete"),
]

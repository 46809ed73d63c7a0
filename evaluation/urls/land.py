from django.urls import path

from evaluation.views import land

app_name = "land"

urlpatterns = [
    path("", land.report_list, name="reports"),
    path("berichte/<int:pk>/kopie/", land.copy_download, name="copy"),
    path("berichte/<int:pk>/nachweis/", land.proof_download, name="proof"),
]

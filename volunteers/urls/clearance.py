from django.urls import path

from volunteers.views import clearance

app_name = "clearance"

urlpatterns = [
    path("fuehrungszeugnisse/", clearance.clearance_list, name="list"),
    path("<int:pk>/fuehrungszeugnis/", clearance.clearance_detail, name="detail"),
    path("<int:pk>/fuehrungszeugnis/gesehen/", clearance.note_create, name="note"),
    path("<int:pk>/fuehrungszeugnis/aufforderung/", clearance.letter_create, name="letter"),
    path("<int:pk>/fuehrungszeugnis/loeschung/", clearance.clearance_delete, name="delete"),
]

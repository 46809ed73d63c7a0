from django.urls import path

from volunteers.views import circles, memberships

app_name = "circles"

urlpatterns = [
    path("", circles.circle_list, name="list"),
    path("neu/", circles.circle_create, name="create"),
    path("<int:pk>/", circles.circle_detail, name="detail"),
    path("<int:pk>/bearbeiten/", circles.circle_edit, name="edit"),
    path("<int:pk>/aufloesung/", circles.circle_dissolve, name="dissolution"),
    path("<int:pk>/druckliste/", circles.circle_print, name="print"),
    path("<int:pk>/nachricht/", circles.message_create, name="message"),
    path("<int:pk>/mitglieder/", memberships.member_create, name="member_create"),
    path("mitglieder/<int:pk>/ende/", memberships.member_end, name="member_end"),
    path(
        "mitglieder/<int:pk>/koordination/",
        memberships.coordination_create,
        name="coordination",
    ),
    path(
        "mitglieder/<int:pk>/koordination/ende/",
        memberships.coordination_delete,
        name="coordination_delete",
    ),
]

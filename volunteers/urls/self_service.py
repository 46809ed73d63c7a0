from django.urls import path

from volunteers.views import own_data, own_languages, self_service

app_name = "self"

urlpatterns = [
    path("kontakt/", self_service.contact_edit, name="contact"),
    path("engagement/", self_service.engagement_edit, name="engagement"),
    path("verfuegbarkeit/", self_service.availability_edit, name="availability"),
    path("sprachen/", own_languages.skill_create, name="skill_create"),
    path("sprachen/<int:pk>/", own_languages.skill_edit, name="skill_edit"),
    path("sprachen/<int:pk>/ende/", own_languages.skill_end, name="skill_end"),
    path("name-und-mail/", self_service.wish_edit, name="wish"),
    path("pause/", self_service.pause_edit, name="pause"),
    path("austritt/", self_service.departure_create, name="departure"),
    path("termine/", own_data.dates_edit, name="dates"),
]

from django.urls import path

from trainings.views import attendance, enrolment, planning, reading, signup

app_name = "trainings"

urlpatterns = [
    path("", reading.training_list, name="list"),
    path("neu/", planning.training_create, name="create"),
    path("<int:pk>/", reading.training_detail, name="detail"),
    path("<int:pk>/bearbeiten/", planning.training_edit, name="edit"),
    path("<int:pk>/veroeffentlichung/", planning.publication_create, name="publication"),
    path("<int:pk>/absage/", planning.call_off_create, name="call_off"),
    path("<int:pk>/teilnehmende/neu/", enrolment.registration_create, name="register"),
    path("<int:pk>/meine-anmeldung/", enrolment.own_registration_create, name="sign_up"),
    path("<int:pk>/anmeldung/", signup.signup_create, name="public"),
    path("<int:pk>/anmeldung/gesendet/", signup.signup_done, name="signup_done"),
    path("meine-anmeldungen/", enrolment.own_registrations, name="mine"),
    path("anmeldungen/<int:pk>/absage/", enrolment.withdrawal_create, name="withdrawal"),
    path("anmeldungen/<int:pk>/platz/", enrolment.seat_create, name="seat"),
    path("termine/<int:pk>/anwesenheit/", attendance.attendance_edit, name="attendance"),
    # Links from a mail: tokens are URL-safe base64.
    path("bestaetigung/<slug:token>/", signup.confirmation, name="confirmation"),
    path("abmeldung/<slug:token>/", signup.cancellation, name="cancellation"),
]

from django.urls import path

from volunteers.views import own_data

app_name = "feeds"

urlpatterns = [path("<slug:token>.ics", own_data.calendar_read, name="calendar")]

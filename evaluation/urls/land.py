from django.urls import path
from lotsen_portal.front.views.kreis import today
app_name = 'land'
urlpatterns = [path('', today, name='reports')]

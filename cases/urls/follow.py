from django.urls import URLPattern, path

from cases.views import follow as views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/diagnose/", views.diagnose, name="diagnose"),
    path("<int:pk>/diagnoses/", views.diagnoses, name="diagnoses"),
    path("<int:pk>/vervolgbesluit/", views.decide, name="decide"),
    path("<int:pk>/check/", views.check, name="check"),
    path("<int:pk>/check/<int:check_pk>/ongedaan/", views.undo_check, name="undo_check"),
    path("<int:pk>/check/ritme/", views.rhythm, name="rhythm"),
    path("agenda/", views.calendar_settings, name="calendar_settings"),
    path("agenda/<int:user_pk>/<str:secret>/casussen.ics", views.calendar, name="calendar"),
]

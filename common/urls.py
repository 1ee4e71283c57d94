from django.urls import URLPattern, path

from common import live_views, views

app_name = "common"
urlpatterns: list[URLPattern] = [
    path("tekst/nakijken/", views.check_text, name="check_text"),
    path("live/<str:token>/", live_views.live_stream, name="live"),
    path("live/<str:token>/versie/", live_views.live_version, name="live_version"),
]

from django.urls import URLPattern, path

from common import document_views, live_views, views

app_name = "common"
urlpatterns: list[URLPattern] = [
    path("tekst/nakijken/", views.check_text, name="check_text"),
    path("documenten/<int:pk>/", document_views.document, name="document"),
    path("documenten/<int:pk>/opnieuw/", document_views.retry, name="document_retry"),
    path("documenten/<int:pk>/download/", document_views.download, name="document_download"),
    path("live/<str:token>/", live_views.live_stream, name="live"),
    path("live/<str:token>/versie/", live_views.live_version, name="live_version"),
]

from django.urls import URLPattern, path

from organisation.views import gallery, style

app_name = "organisation"
urlpatterns: list[URLPattern] = [
    path("huisstijl/", style.style, name="style"),
    path("huisstijl/proef.css", style.style_preview, name="style_preview"),
    path("onderdelen/", gallery.gallery, name="gallery"),
]

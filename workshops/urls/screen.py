from django.urls import URLPattern, path

from workshops.views import screen

urlpatterns: list[URLPattern] = [
    path("scherm/<str:key>/", screen.screen, name="screen"),
    path("scherm/<str:key>/beeld/", screen.picture, name="screen_picture"),
    path("scherm/<str:key>/live/", screen.live, name="screen_live"),
    path("scherm/<str:key>/live/versie/", screen.live_version, name="screen_live_version"),
]

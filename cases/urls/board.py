from django.urls import URLPattern, path

from cases.views import board

urlpatterns: list[URLPattern] = [
    path("kaart/", board.overview, name="overview"),
    path("signaal/<int:pk>/plaatsen/", board.place_signal, name="place_signal"),
    path("signaal/<int:pk>/kaart/", board.signal_map, name="signal_map"),
    path("<int:pk>/plaatsen/", board.place, name="place"),
    path("<int:pk>/vergelijken/", board.compare, name="compare"),
    path("<int:pk>/pad/", board.path, name="path"),
]

from django.urls import URLPattern, path

from workshops.views import seat as views

urlpatterns: list[URLPattern] = [
    path("meedoen/", views.enter, name="enter"),
    path("meedoen/<str:code>/", views.seat, name="seat"),
    path("meedoen/<str:code>/aanschuiven/", views.join, name="join"),
    path("meedoen/<str:code>/verlaten/", views.leave, name="leave"),
    path("meedoen/<str:code>/nu/", views.now, name="seat_now"),
    path("meedoen/<str:code>/live/", views.live, name="seat_live"),
    path("meedoen/<str:code>/live/versie/", views.version, name="seat_version"),
    path("meedoen/<str:code>/plaatsen/", views.place, name="seat_place"),
    path("meedoen/<str:code>/geeltjes/", views.write, name="seat_note"),
    path("meedoen/<str:code>/geeltjes/<int:pk>/", views.rewrite, name="seat_rewrite"),
]

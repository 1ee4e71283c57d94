from django.urls import path

from plans import views_policy as views

app_name = "policy"
urlpatterns = [
    path("witte-vlekken/", views.white_spots, name="white_spots"),
    path("plannen/casus/<int:case_pk>/beleid/", views.table, name="table"),
    path("plannen/casus/<int:case_pk>/beleid/nieuw/", views.new, name="new"),
    path("plannen/beleid/<int:pk>/", views.row, name="row"),
    path("plannen/beleid/<int:pk>/weghalen/", views.remove, name="remove"),
    path("plannen/beleid/<int:pk>/betrekken/", views.invite, name="invite"),
]

from django.urls import path

from analysis import views_library as views

app_name = "library"
urlpatterns = [
    path("", views.record_list, name="list"),
    path("vergelijken/", views.compare, name="compare"),
    path("nieuw/", views.new, name="new"),
    path("nakijken/", views.review, name="review"),
    path("ervaring/<int:pk>/weghalen/", views.result_drop, name="result_drop"),
    path("<str:code>/", views.detail, name="detail"),
    path("<str:code>/wijzigen/", views.edit, name="edit"),
    path("<str:code>/stand/", views.status, name="status"),
    path("<str:code>/nagekeken/", views.reviewed, name="reviewed"),
    path("<str:code>/ervaring/", views.result_new, name="result_new"),
]

from django.urls import path

from analysis import views_training as views

app_name = "training"
urlpatterns = [
    path("", views.exercise_list, name="list"),
    path("<int:number>/", views.exercise, name="exercise"),
    path("<int:number>/vergelijken/", views.compare, name="compare"),
]

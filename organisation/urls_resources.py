from django.urls import path

from organisation.views import resources as views

app_name = "resources"
urlpatterns = [
    path("", views.resource_list, name="list"),
    path("<int:pk>/werkt-niet/", views.broken, name="broken"),
]

from django.urls import URLPattern, path

from method import views

app_name = "method"
urlpatterns: list[URLPattern] = [path("", views.explain, name="help")]

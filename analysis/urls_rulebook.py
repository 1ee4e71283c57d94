from django.urls import path

from analysis import views_rulebook as views

app_name = "rulebook"
urlpatterns = [
    path("", views.version_list, name="list"),
    path("meegegeven/<str:kind>/", views.shipped, name="shipped"),
    path("<int:pk>/", views.version_page, name="version"),
    path("<int:pk>/concept/", views.draft, name="draft"),
    path("<int:pk>/publiceren/", views.publish, name="publish"),
    path("<int:pk>/wegleggen/", views.drop, name="drop"),
]

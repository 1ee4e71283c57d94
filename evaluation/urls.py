from django.urls import path

from evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("casus/<int:case_pk>/", views.index, name="list"),
    path("casus/<int:case_pk>/nieuw/", views.new, name="new"),
    path("casus/<int:case_pk>/paneel/", views.panel, name="panel"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/aanpassen/", views.amend, name="amend"),
]

from django.urls import path

from analysis import urls_advice, urls_team, views

app_name = "analysis"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("paneel/", views.panel, name="panel"),
    path("plek/nieuw/", views.location_new, name="location_new"),
    path("plek/<int:pk>/", views.location_edit, name="location"),
    path("plek/<int:pk>/afdrukken/", views.location_print, name="print"),
    path("plek/<int:pk>/pdf/", views.location_pdf, name="ask_document"),
    path("openen/", views.open_sheet, name="open"),
    path("blad/<int:pk>/", views.sheet, name="sheet"),
    path("blad/<int:pk>/stap/<int:number>/", views.step, name="step"),
    path("blad/<int:pk>/stap/<int:number>/anderen/", views.others, name="others_panel"),
    path("blad/<int:pk>/momenten/", views.moments, name="moments"),
    path("blad/<int:pk>/moment/<int:number>/", views.moment, name="moment"),
    path("blad/<int:pk>/vergelijken/", views.compare, name="compare"),
    path("blad/<int:pk>/versie/", views.move, name="move"),
    *urls_advice.urlpatterns,
    *urls_team.urlpatterns,
]

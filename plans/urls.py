from django.urls import path

from plans import urls_flemish, urls_report, views

app_name = "plans"
urlpatterns = [
    path("casus/<int:case_pk>/", views.detail, name="detail"),
    path("casus/<int:case_pk>/beginnen/", views.start, name="start"),
    path("casus/<int:case_pk>/paneel/", views.panel, name="panel"),
    path("<int:pk>/tekst/", views.edit, name="edit"),
    path("<int:pk>/uitgangspunten/", views.principles, name="principles"),
    path("<int:pk>/doelen/nieuw/", views.objective_new, name="objective_new"),
    path("doelen/<int:pk>/", views.objective, name="objective"),
    path("doelen/<int:pk>/weghalen/", views.objective_remove, name="objective_remove"),
    path("<int:pk>/acties/nieuw/", views.action_new, name="action_new"),
    path("acties/<int:pk>/", views.action, name="action"),
    path("acties/<int:pk>/status/", views.action_state, name="action_state"),
    path("acties/<int:pk>/weghalen/", views.action_remove, name="action_remove"),
    path("<int:pk>/voorleggen/", views.submit, name="submit"),
    path("<int:pk>/terugtrekken/", views.withdraw, name="withdraw"),
    path("versies/<int:pk>/", views.version, name="version"),
    path("<int:pk>/pdf/", views.ask_document, name="ask_document"),
    path("documenten/<int:pk>/", views.document, name="document"),
    path("documenten/<int:pk>/opnieuw/", views.retry, name="retry"),
    path("documenten/<int:pk>/download/", views.download, name="download"),
    *urls_report.urlpatterns,
    *urls_flemish.urlpatterns,
]

from django.urls import URLPattern, path

from plans import views_report as views

urlpatterns: list[URLPattern] = [
    path("casus/<int:case_pk>/verslag/", views.report, name="report"),
    path("casus/<int:case_pk>/verslag/maken/", views.report_ask, name="report_ask"),
    path("casus/<int:case_pk>/samenvatting/", views.summary, name="summary"),
    path("casus/<int:case_pk>/samenvatting/maken/", views.summary_ask, name="summary_ask"),
    path("casus/<int:case_pk>/openbaar/", views.public, name="public"),
    path("casus/<int:case_pk>/openbaar/maken/", views.public_ask, name="public_ask"),
]

from django.urls import URLPattern, path

from analysis import views_advice as views

urlpatterns: list[URLPattern] = [
    path("richtingen/", views.advice_page, name="advice"),
    path("richtingen/paneel/", views.chosen_panel, name="advice_panel"),
    path("richtingen/geschiedenis/", views.history, name="advice_history"),
    path("richtingen/<str:code>/kiezen/", views.choose, name="advice_choose"),
    path("voorbeelden/", views.examples, name="examples"),
    path("voorbeelden/<str:code>/kiezen/", views.choose_example, name="choose_example"),
    path("voorbeelden/keuze/<int:pk>/terugnemen/", views.drop_example, name="drop_example"),
]

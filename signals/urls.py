from django.urls import path

from signals import views

app_name = "signals"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("acuut/", views.acute_panel, name="acute_panel"),
    path("verkennen/", views.explore, name="explore"),
    path("filter/", views.filters, name="filters"),
    path("filter/bewaren/", views.save_filter, name="save_filter"),
    path("filter/<int:pk>/naam/", views.rename_filter, name="rename_filter"),
    path("filter/<int:pk>/weg/", views.delete_filter, name="delete_filter"),
    path("nieuw/", views.log, name="log"),
    path("nieuw/concept/", views.draft, name="draft"),
    path("mijn/", views.mine, name="mine"),
    path("mijn/gelezen/", views.mark_read, name="mark_read"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ontvangst/", views.receipt, name="receipt"),
    path("<int:pk>/bewerken/", views.edit, name="edit"),
    path("<int:pk>/oppakken/", views.acknowledge, name="acknowledge"),
    path("<int:pk>/toewijzen/", views.assign, name="assign"),
    path("<int:pk>/gecheckt/", views.mark_checked, name="mark_checked"),
    path("<int:pk>/besproken/", views.discuss, name="discuss"),
    path("<int:pk>/beeld/", views.picture, name="picture"),
    path("<int:pk>/oordeel/", views.judge, name="judge"),
    path("<int:pk>/besluit/", views.decide, name="decide"),
    path("<int:pk>/heropenen/", views.reopen, name="reopen"),
]

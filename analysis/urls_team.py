from django.urls import URLPattern, path

from analysis import views_phases
from analysis import views_team as views

urlpatterns: list[URLPattern] = [
    path("fasen/", views_phases.phases, name="phases"),
    path("fasen/<str:guide>/", views_phases.read_phase, name="read_phase"),
    path("werkgroep/", views.team, name="team"),
    path("werkgroep/paneel/", views.team_panel, name="team_panel"),
    path("werkgroep/afdrukken/", views.team_print, name="team_print"),
    path("werkgroep/soort/", views.kind, name="team_kind"),
    path("werkgroep/projectleider/", views.lead, name="team_lead"),
    path("werkgroep/lid/nieuw/", views.member, name="team_member_new"),
    path("werkgroep/lid/<int:pk>/", views.member, name="team_member"),
    path("werkgroep/lid/<int:pk>/stopt/", views.member_leaves, name="team_member_leaves"),
    path("werkgroep/diensten/", views.services, name="team_services"),
    path("werkgroep/dienst/nieuw/", views.service, name="team_service_new"),
    path("werkgroep/dienst/<str:key>/", views.service, name="team_service"),
    path("werkgroep/overleg/nieuw/", views.meeting, name="team_meeting_new"),
    path("werkgroep/overleg/<int:pk>/", views.meeting, name="team_meeting"),
    path("werkgroep/vraag/nieuw/", views.question, name="team_question_new"),
    path("werkgroep/vraag/<int:pk>/", views.question, name="team_question"),
    path("werkgroep/evaluatie/", views.review, name="team_review"),
    path("werkgroep/participatie/", views.level, name="team_level"),
]

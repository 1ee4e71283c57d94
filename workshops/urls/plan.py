from django.urls import URLPattern, path

from workshops.views import plan

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/", plan.meeting_list, name="list"),
    path("bijeenkomsten/nieuw/", plan.new, name="new"),
    path("bijeenkomsten/bruggen/", plan.bridges, name="bridges"),
    path("bijeenkomsten/casus/<int:case_pk>/paneel/", plan.case_panel, name="case_panel"),
    path("bijeenkomsten/casus/<int:case_pk>/agenda/", plan.case_agenda, name="case_agenda"),
    path("bijeenkomsten/<int:pk>/", plan.detail, name="detail"),
    path("bijeenkomsten/<int:pk>/wijzigen/", plan.edit, name="edit"),
    path("bijeenkomsten/<int:pk>/afgelasten/", plan.cancel, name="cancel"),
    path("bijeenkomsten/<int:pk>/vertrouwen/", plan.trust, name="trust"),
    path("bijeenkomsten/<int:pk>/genodigden/", plan.invitees, name="invitees"),
    path("bijeenkomsten/<int:pk>/agenda/", plan.agenda, name="agenda"),
    path("bijeenkomsten/<int:pk>/agenda/<int:item_pk>/", plan.item, name="item"),
    path("bijeenkomsten/<int:pk>/programma/", plan.programme, name="programme"),
    path("bijeenkomsten/<int:pk>/papier/", plan.paper_page, name="paper"),
    path("bijeenkomsten/<int:pk>/papier/pdf/", plan.ask_paper, name="ask_paper"),
    path("meedoen/<str:code>/agenda.ics", plan.invitation_calendar, name="invitation_calendar"),
]

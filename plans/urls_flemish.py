"""The pages of step 3 of the Flemish guide in the action plan."""

from django.urls import path

from plans import views_anchoring, views_communication, views_depolarisation, views_detail, views_pitstop

urlpatterns = [
    path("casus/<int:case_pk>/pitstop/", views_pitstop.pitstop, name="pitstop"),
    path("acties/<int:pk>/depolarisatietoets/", views_depolarisation.depolarisation, name="depolarisation"),
    path("acties/<int:pk>/toch-beginnen/", views_depolarisation.start_anyway, name="start_anyway"),
    path("acties/<int:pk>/uitwerken/", views_detail.action_detail, name="action_detail"),
    path("doelen/<int:pk>/haalbaarheid/", views_detail.feasibility, name="feasibility"),
    path("<int:pk>/uitdagingen/", views_detail.challenges, name="challenges"),
    path("<int:pk>/uitdagingen/nieuw/", views_detail.challenge_new, name="challenge_new"),
    path("uitdagingen/<int:pk>/", views_detail.challenge, name="challenge"),
    path("uitdagingen/<int:pk>/weghalen/", views_detail.challenge_remove, name="challenge_remove"),
    path("casus/<int:case_pk>/communicatie/", views_communication.communication, name="communication"),
    path("casus/<int:case_pk>/communicatie/nieuw/", views_communication.message_new, name="message_new"),
    path("casus/<int:case_pk>/communicatie/overnemen/", views_communication.take_over, name="take_over"),
    path(
        "casus/<int:case_pk>/communicatie/uitgangspunten/",
        views_communication.communication_principles,
        name="communication_principles",
    ),
    path("communicatie/<int:pk>/", views_communication.message, name="message"),
    path("communicatie/<int:pk>/status/", views_communication.message_state, name="message_state"),
    path("<int:pk>/verankering/", views_anchoring.anchoring, name="anchoring"),
    path("<int:pk>/verankering/<str:code>/", views_anchoring.anchoring_item, name="anchoring_item"),
]

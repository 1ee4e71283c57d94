from django.urls import URLPattern, path

from workshops.views import after

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/<int:pk>/verslag/", after.report, name="report"),
    path("bijeenkomsten/<int:pk>/verslag/pdf/", after.ask_pdf, name="report_pdf"),
    path("bijeenkomsten/<int:pk>/verslag/aanvullen/", after.write_down, name="write_down"),
    path("bijeenkomsten/<int:pk>/netwerk/<int:seat_pk>/", after.add_contact, name="add_contact"),
    path("bijeenkomsten/<int:pk>/agendapunt/<int:item_pk>/afspraak/", after.conclude, name="conclude"),
    path("bijeenkomsten/<int:pk>/rondes/<int:round_pk>/afronden/", after.settle, name="settle"),
    path("bijeenkomsten/<int:pk>/rondes/<int:round_pk>/diagnose/", after.diagnose, name="diagnose"),
    path("bijeenkomsten/<int:pk>/rondes/<int:round_pk>/vergelijken/", after.compare, name="compare"),
    path("bijeenkomsten/<int:pk>/rondes/<int:round_pk>/papier/", after.paper, name="paper_entry"),
    path("bijeenkomsten/<int:pk>/rondes/<int:round_pk>/papier/tonen/", after.reveal_paper, name="paper_reveal"),
    path(
        "bijeenkomsten/<int:pk>/rondes/<int:round_pk>/papier/<int:placement_pk>/weg/",
        after.take_out_paper,
        name="paper_remove",
    ),
    path("bijeenkomsten/<int:pk>/papieren-ronde/", after.begin_paper, name="paper_begin"),
    path("bijeenkomsten/<int:pk>/geeltjes/<int:note_pk>/signaal/", after.note_signal, name="note_signal"),
]

from django.urls import URLPattern, path

from workshops.views import lead

M = "bijeenkomsten/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{M}/leiden/", lead.console_page, name="lead"),
    path(f"{M}/overnemen/", lead.take_over, name="lead_take_over"),
    path(f"{M}/leiden/start/", lead.start, name="lead_start"),
    path(f"{M}/leiden/afronden/", lead.end, name="lead_end"),
    path(f"{M}/leiden/stap/", lead.step, name="lead_step"),
    path(f"{M}/leiden/opruimen/", lead.put_away, name="lead_put_away"),
    path(f"{M}/leiden/klok/", lead.timer, name="lead_timer"),
    path(f"{M}/leiden/leeg/", lead.blank, name="lead_blank"),
    path(f"{M}/leiden/zetje/", lead.nudge, name="lead_nudge"),
    path(f"{M}/leiden/dia/", lead.slide, name="lead_slide"),
    path(f"{M}/leiden/ronde/", lead.prepare, name="lead_prepare"),
    path(f"{M}/leiden/ronde/<int:round_pk>/openen/", lead.open_round, name="lead_open"),
    path(f"{M}/leiden/ronde/<int:round_pk>/sluiten/", lead.close_round, name="lead_close"),
    path(f"{M}/leiden/ronde/<int:round_pk>/onthullen/", lead.reveal, name="lead_reveal"),
    path(f"{M}/leiden/ronde/<int:round_pk>/bespreken/", lead.discuss, name="lead_discuss"),
    path(f"{M}/leiden/kaartje/<int:placement_pk>/", lead.card, name="lead_card"),
    path(f"{M}/leiden/plek/<int:seat_pk>/weg/", lead.remove_seat, name="lead_seat_remove"),
    path(f"{M}/leiden/meeplaatsen/", lead.places, name="lead_places"),
    path(f"{M}/leiden/vraag/", lead.question, name="lead_question"),
    path(f"{M}/leiden/samenvatting/", lead.summary, name="lead_summary"),
    path(f"{M}/leiden/geeltjes/open/", lead.open_notes, name="lead_notes_open"),
    path(f"{M}/leiden/geeltjes/ophalen/", lead.collect, name="lead_collect"),
    path(f"{M}/leiden/geeltjes/schrijven/", lead.write_note, name="lead_note"),
    path(f"{M}/geeltjes/<int:note_pk>/toelichten/", lead.explain, name="note_explain"),
    path(f"{M}/geeltjes/<int:note_pk>/plaatsen/", lead.place_note, name="note_place"),
    path(f"{M}/geeltjes/<int:note_pk>/verdiepen/", lead.deepen, name="note_deepen"),
]

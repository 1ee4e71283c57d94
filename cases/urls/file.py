from django.urls import URLPattern, path

from cases.views import exchange, file, links

urlpatterns: list[URLPattern] = [
    path("", file.case_list, name="list"),
    path("stand/", file.figures, name="figures"),
    path("nieuw/", file.new, name="new"),
    path("koppelen/", links.link, name="link"),
    path("koppeling/<int:pk>/los/", links.unlink, name="unlink"),
    path("signaal/<int:pk>/paneel/", links.signal_panel, name="signal_panel"),
    path("<int:pk>/", file.detail, name="detail"),
    path("<int:pk>/bewerken/", file.edit, name="edit"),
    path("<int:pk>/status/", file.state, name="state"),
    path("<int:pk>/signalen/", links.linked_signals, name="signals"),
    path("<int:pk>/uitwisseling/", exchange.exchange, name="exchange"),
    path("<int:pk>/tijdlijn/", file.history, name="timeline"),
    path("<int:pk>/wijzigingen/", file.changes, name="changes"),
    path("<int:pk>/groepen/nieuw/", file.group, name="group_new"),
    path("<int:pk>/groepen/<int:group_pk>/", file.group, name="group"),
    path("<int:pk>/breuklijnen/", file.fault_lines, name="fault_lines"),
    path("<int:pk>/breuklijnen/<int:line_pk>/", file.fault_line, name="fault_line"),
    path("<int:pk>/duiding/", file.valence, name="valence"),
    path("<int:pk>/meekijkers/", file.members, name="members"),
    path("<int:pk>/gebeurtenis/", file.event, name="event"),
    path("<int:pk>/documenten/", file.documents, name="documents"),
]

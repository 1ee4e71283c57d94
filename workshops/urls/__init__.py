from workshops.urls import after, lead, plan, screen, seat

app_name = "workshops"
urlpatterns = [*plan.urlpatterns, *seat.urlpatterns, *lead.urlpatterns, *screen.urlpatterns, *after.urlpatterns]

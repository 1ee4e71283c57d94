"""URLs of the case file, one module per noun."""

from cases.urls import board, file, follow

app_name = "cases"
urlpatterns = [*file.urlpatterns, *board.urlpatterns, *follow.urlpatterns]

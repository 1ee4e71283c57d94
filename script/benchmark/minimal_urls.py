"""One page: the newest rows of a table, for a logged-in person."""

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path


class Row(models.Model):
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    place = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        db_table = "bench_row"
        managed = False

    def __str__(self) -> str:
        return self.title


TEMPLATE = """<!doctype html><html lang="nl"><head><title>Rijen</title></head><body><h1>Rijen</h1>
<p>{{ user.name }}</p><table><tr><th>Nummer</th><th>Titel</th><th>Status</th><th>Plaats</th><th>Datum</th></tr>
{% for row in rows %}<tr><td><a href="/rij/{{ row.pk }}/">{{ row.pk }}</a></td><td>{{ row.title }}</td>
<td>{{ row.state }}</td><td>{{ row.place }}</td><td>{{ row.at|date:"j F Y H:i" }}</td></tr>{% endfor %}
</table></body></html>"""


@login_required
def rows(request: HttpRequest, count: int) -> HttpResponse:
    page = engines["django"].from_string(TEMPLATE) if not hasattr(rows, "template") else rows.template
    rows.template = page
    return HttpResponse(page.render({"rows": Row.objects.order_by("-at")[:count]}, request))


urlpatterns = [path("rijen/<int:count>/", rows)]

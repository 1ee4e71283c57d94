"""The explanation of the method, for everyone with an account."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common.guards import signed_in
from common.pages import page
from method.content import content
from method.svg import draw

BASICS = ("polarisation", "difference", "beginning", "horizontal", "vertical", "signal", "case")


@signed_in
@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """Phases, quadrants, the ladder and the words, each with its source; also basic knowledge (R-A-004, R-A-151)."""
    found = content()
    return page(
        request,
        "method/help.html",
        content=found,
        basics=[found.term(code) for code in BASICS],
        map=found.term("map"),
        basis=found.hint("status"),
        picture=draw([], title="De lege verkenningskaart met vier bij vier fasen en vier kwadranten.", ident="uitleg"),
    )

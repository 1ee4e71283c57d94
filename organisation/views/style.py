"""The house style: its form with a preview, and the style sheet and logo that every page loads."""

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from common.crispy import Fieldset, layout
from common.edits import Changed
from common.guards import guard, public
from common.pages import page
from organisation import style as rules
from organisation.current import organisation
from organisation.models import Logo
from organisation.roles import Permission
from organisation.style_form import StyleForm


@guard(Permission.ORGANISE)
@require_http_methods(["GET", "POST"])
def style(request: HttpRequest) -> HttpResponse:
    """Choose the house style. `Voorbeeld` shows it without saving."""
    current = organisation()
    form = StyleForm(request.POST, request.FILES) if request.method == "POST" else StyleForm.shown(current)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            rules.save_style(
                organisation=current,
                style=form.cleaned_data["style"],
                logo=form.cleaned_data["logo"],
                remove_logo=form.cleaned_data["remove_logo"],
                seen=form.cleaned_data["version"],
                by=request.user,  # type: ignore[arg-type]
            )
        except Changed as changed:
            form.clashes(changed.current, [])
        else:
            messages.success(request, "De huisstijl is opgeslagen. Iedereen ziet hem bij de volgende pagina.")
            return redirect("organisation:style")
    _lay_out(form, has_logo=bool(current.style.get("logo")))
    return page(request, "organisation/style.html", form=form, preview=_preview_query(form))


def _lay_out(form: StyleForm, *, has_logo: bool) -> None:
    if not has_logo:
        del form.fields["remove_logo"]
    logo = ("logo", "remove_logo") if has_logo else ("logo",)
    layout(
        form,
        Fieldset("Kleuren", *[colour.key for colour in rules.COLOURS]),
        Fieldset("Vorm", "radius", "font"),
        Fieldset("Logo", *logo),
        Fieldset("Meer van uw huisstijl", "tokens"),
        form_id="style-form",
        submit="Opslaan",
    )


def _preview_query(form: StyleForm) -> str:
    """Colours, corners and font as an address, so that the preview needs no style inside the page."""
    names = [*[colour.key for colour in rules.COLOURS], "radius", "font"]
    values = {name: form[name].value() or "" for name in names}
    return urlencode({name: str(value).lower() for name, value in values.items()})


@guard(Permission.ORGANISE)
@require_safe
def style_preview(request: HttpRequest) -> HttpResponse:
    """The style sheet of a try-out, for the preview block alone. A colour that does not fit the pattern is left out."""
    draft = {
        "colours": {colour.key: request.GET.get(colour.key, "") for colour in rules.COLOURS},
        "radius": request.GET.get("radius"),
        "font": request.GET.get("font"),
    }
    sheet = rules.style_sheet(draft, scope=".style-preview")
    return HttpResponse(sheet, content_type="text/css", headers={"Cache-Control": "no-store"})


@public
@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def theme_css(request: HttpRequest, version: str) -> HttpResponse:
    """The style in use. The address holds its fingerprint, so it may be kept for ever; an old one is gone."""
    current = organisation().style
    if not version or version != rules.fingerprint(current):
        raise Http404
    return HttpResponse(rules.style_sheet(current), content_type="text/css; charset=utf-8")


@public
@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """The logo, as a picture that can do nothing, also when someone opens it by itself."""
    found = Logo.objects.filter(digest=digest).first() if re.fullmatch(r"[0-9a-f]{32}", digest) else None
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.data), content_type=found.kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

"""The text check while someone types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from common.guards import signed_in
from common.textcheck import check

LONGEST = 20_000


@signed_in
@require_POST
@never_cache
@sensitive_post_parameters()
def check_text(request: HttpRequest) -> HttpResponse:
    """What the check finds in the text of one field, as a fragment. The text is stored nowhere and not logged."""
    findings = check(request.POST.get("text", "")[:LONGEST])
    return render(request, "common/textcheck.html", {"findings": findings})

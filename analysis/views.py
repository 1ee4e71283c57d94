"""Pages of an analysis: places, worksheets, answering step by step, moments and paper."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analysis import boards, pages, paper, rules
from analysis.actions import answers, places
from analysis.actions import moments as keeping
from analysis.forms import AnswerForm, FreezeForm, LocationForm, PassForm
from analysis.models import Location, Round, Sheet
from analysis.places import NOTES, SOURCE
from analysis.references import picks_needed, picks_of
from analysis.rules_team import check_sees, in_group
from analysis.wording import spoken
from cases.models import Case
from cases.views.shared import Request, case_for
from common import audit, documents
from common.crispy import Submit, layout
from common.edits import Changed
from common.guards import guard
from common.pages import page
from common.refusal import Refused
from method.worksheets import Worksheet, library
from organisation.current import organisation
from organisation.roles import Permission as P

READERS = (P.PLACE, P.CASE_ALL)


def _case(request: Request, pk: int) -> Case:
    if request.method == "POST":
        return get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    return case_for(request, pk)


def _sheet(request: Request, case_pk: int, pk: int, *, whole: bool = True) -> Sheet:
    """A sheet of this case. With `whole` only when its questions are still there; moments can be read without them."""
    case = _case(request, case_pk)
    found = get_object_or_404(Sheet.objects.filter(case=case).select_related("location"), pk=pk)
    found.case = case
    if whole:
        rules.check_readable(found)
    if request.method != "POST":
        audit.record("analysis.read", found, by=request.user)
    return found


def _location(request: Request, case_pk: int, pk: int) -> Location:
    case = _case(request, case_pk)
    found = get_object_or_404(Location.objects.filter(case=case).select_related("area"), pk=pk)
    found.case = case
    return found


def _trail(case: Case, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Casussen", reverse("cases:list")),
        (case.title, reverse("cases:detail", args=[case.pk])),
        ("Analyse", reverse("analysis:overview", args=[case.pk]) if rest else ""),
        *rest,
    ]


def _below(sheet: Sheet, words: str, *rest: tuple[str, str]) -> list[tuple[str, str]]:
    url = reverse("analysis:sheet", args=[sheet.case_id, sheet.pk]) if rest else ""
    return _trail(sheet.case, (_title(sheet, words), url), *rest)


def _title(sheet: Sheet, words: str) -> str:
    title = spoken(sheet.definition.title, words) if sheet.definition else f"Werkblad {sheet.worksheet}"
    return f"{title} · {sheet.location.label}" if sheet.location else title


def _words(request: Request) -> str:
    return organisation().words


# Overview and places


@guard(*READERS)
@require_GET
def overview(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return page(
        request,
        "analysis/overview.html",
        case=case,
        board=boards.overview(case, request.user, _words(request)),
        trail=_trail(case),
    )


@guard(*READERS)
@require_GET
def panel(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    return page(request, "analysis/panel.html", case=case, panel=boards.panel(case, request.user))


@guard(P.PLACE)
@require_http_methods(["GET", "POST"])
def location_new(request: Request, case_pk: int) -> HttpResponse:
    case = _case(request, case_pk)
    rules.check_answer(request.user, case)
    form = LocationForm(request.POST if request.method == "POST" else None, case=case, instance=Location(case=case))
    if form.is_valid():
        with transaction.atomic():
            made = places.add(case=case, by=request.user, submission=form.cleaned_data["submission"], **form.place)
            form.flag(made, by=request.user)
        messages.success(request, f"“{made.label}” staat erbij.")
        first = next((each for each in library().sheets if each.per_location and each.counts), None)
        if "invullen" in request.POST and first is not None:
            begun = answers.open_sheet(case=case, worksheet=first, by=request.user, location=made)
            return redirect(reverse("analysis:step", args=[case.pk, begun.pk, 1]) + "#vragen")
        return redirect(reverse("analysis:overview", args=[case.pk]) + f"#plek-{made.pk}")
    return _location_page(request, case, form, None)


@guard(P.PLACE)
@require_http_methods(["GET", "POST"])
def location_edit(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """Change a place, close it, or open it again."""
    place = _location(request, case_pk, pk)
    rules.check_answer(request.user, place.case)
    overview_url = reverse("analysis:overview", args=[case_pk])
    if request.method == "POST" and ("afsluiten" in request.POST or "openen" in request.POST):
        closing = "afsluiten" in request.POST
        (places.retire if closing else places.restore)(location=place, by=request.user)
        messages.success(request, f"“{place.label}” is {'afgesloten' if closing else 'weer open'}.")
        return redirect(overview_url)
    posted = request.POST if request.method == "POST" else None
    instance = Location.objects.get(pk=place.pk)
    form = LocationForm(posted, case=place.case, instance=instance, initial={"version": place.version})
    if form.is_valid():
        try:
            with transaction.atomic():
                seen = form.cleaned_data["version"] or 0
                places.edit(location=place, by=request.user, seen=seen, **form.place)
                form.flag(place, by=request.user)
        except Changed as clash:
            form.clashes(clash.current, ["label", "kind", "area", "hotspot"])
        else:
            messages.success(request, "De plek is gewijzigd.")
            return redirect(overview_url + f"#plek-{place.pk}")
    return _location_page(request, place.case, form, place)


def _location_page(request: Request, case: Case, form: LocationForm, place: Location | None) -> HttpResponse:
    layout(
        form,
        "label",
        "kind",
        *(name for name in form.fields if name.startswith("parts_")),
        "area",
        "hotspot",
        submit="Opslaan" if place else "Toevoegen en invullen",
        name="" if place else "invullen",
        cancel=reverse("analysis:overview", args=[case.pk]),
    )
    if place is None:
        form.helper.add_input(Submit("alleen", "Alleen toevoegen", css_class="secondary"))  # type: ignore[attr-defined]
    return page(
        request,
        "analysis/location.html",
        case=case,
        form=form,
        place=place,
        may_keep=rules.can_keep(request.user, case),
        notes=[(f"Uitleg bij: {Location.Kind(kind).label.lower()}", text) for kind, text in NOTES.items()],
        source=SOURCE,
        trail=_trail(case, (place.label if place else "Plek toevoegen", "")),
    )


@guard(*READERS)
@require_GET
def location_print(request: Request, case_pk: int, pk: int) -> HttpResponse:
    place = _location(request, case_pk, pk)
    return page(
        request,
        "analysis/print.html",
        case=place.case,
        place=place,
        paper=paper.of(place, _words(request)),
        documents=documents.of(place, paper.KIND),
        trail=_trail(place.case, (f"Afdruk van {place.label}", "")),
    )


@guard(*READERS)
@require_POST
def location_pdf(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """Have the PDF made of what stands there now."""
    place = _location(request, case_pk, pk)
    document = documents.ask(
        kind=paper.KIND,
        subject=place,
        title=f"Analyse van {place.label}",
        content=asdict(paper.of(place, _words(request))),
        by=request.user,
    )
    return redirect("common:document", pk=document.pk)


# A worksheet


@guard(P.PLACE)
@require_POST
def open_sheet(request: Request, case_pk: int) -> HttpResponse:
    """Begin a worksheet, or go to it when a colleague began it already."""
    case = _case(request, case_pk)
    worksheet = library().newest.get(request.POST.get("worksheet", ""))
    number = request.POST.get("location", "")
    if worksheet is None:
        raise Http404("no such worksheet")
    place = None
    if number:
        place = get_object_or_404(Location.objects.filter(case=case), pk=_number(number))
    made = answers.open_sheet(case=case, worksheet=worksheet, by=request.user, location=place)
    here = reverse("analysis:step", args=[case.pk, made.pk, 1])
    return redirect(f"{here}?namens=groep#vragen" if _joint(request) else f"{here}#vragen")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@guard(*READERS)
@require_GET
def sheet(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """Everything that was answered, side by side."""
    found = _sheet(request, case_pk, pk)
    words = _words(request)
    return page(
        request,
        "analysis/sheet.html",
        case=found.case,
        sheet=found,
        worksheet=found.definition,
        title=_title(found, words),
        intro=spoken(found.definition.intro, words) if found.definition else "",
        steps=boards.side_by_side(found, words, inside=in_group(request.user, found.case)),
        may_answer=rules.can_answer(request.user, found.case) and not (found.location and found.location.retired),
        newest=_newer(found),
        trail=_below(found, words),
    )


def _newer(found: Sheet) -> Worksheet | None:
    newest = found.newest
    return newest if newest and newest.version > found.edition else None


def _joint(request: Request) -> bool:
    return "groep" in (request.GET.get("namens", ""), request.POST.get("namens", ""))


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def step(request: Request, case_pk: int, pk: int, number: int) -> HttpResponse:
    """One step: read what others said and answer; each answer is a small form of its own.

    `?namens=groep` answers for those who sit together. With HTMX only what changed comes back.
    """
    found = _sheet(request, case_pk, pk)
    assert found.definition is not None
    if not 1 <= number <= len(found.definition.steps):
        raise Http404("no such step")
    joint, words = _joint(request), _words(request)
    if request.method == "POST":
        rules.check_answer(request.user, found.case)
        handler: Callable[..., HttpResponse] = _go_on if "toch" in request.POST else _save
        if "overnemen" in request.POST:
            handler = _take_over
        return handler(request, found, number, joint, words)
    return _step_page(request, found, number, joint, words)


def _step_page(
    request: Request, found: Sheet, number: int, joint: bool, words: str, *, bound: Any = None, passing: Any = None
) -> HttpResponse:
    """The step of this number, and below it those that need no page of their own."""
    assert found.definition is not None
    numbers = pages.on_page(found.definition, number)
    shown = [boards.step_board(found, each, request.user, words, joint=joint, bound=bound) for each in numbers]
    board, suffix = shown[0], "?namens=groep" if joint else ""
    urls = [reverse("analysis:step", args=[found.case_id, found.pk, each]) + suffix for each in numbers]
    last = shown[-1].next
    onward = pages.next_sheet(found, library().sheets) if last is None and board.may_answer else None
    return page(
        request,
        "analysis/step.html",
        case=found.case,
        sheet=found,
        board=board,
        shown=list(zip(shown, urls, strict=True)),
        before=board.steps[pages.first_on_page(found.definition, number - 1) - 1] if number > 1 else None,
        after=last,
        onward=onward,
        onward_title=spoken(onward.title, words) if onward else "",
        suffix=suffix,
        title=_title(found, words),
        passing=layout(passing or PassForm(), submit="Toch openen", name="toch") if board.closed else None,
        form=bound,
        trail=_below(found, words, (board.called, "")),
    )


def _go_on(request: Request, found: Sheet, number: int, joint: bool, words: str) -> HttpResponse:
    assert found.definition is not None
    form = PassForm(request.POST)
    if form.is_valid():
        step_code = found.definition.steps[number - 1].code
        with transaction.atomic():
            answers.go_on(sheet=found, step=step_code, reason=form.cleaned_data["reason"], by=request.user)
            form.flag(found, by=request.user)
        return redirect(request.get_full_path())
    return _step_page(request, found, number, joint, words, passing=form)


def _take_over(request: Request, found: Sheet, number: int, joint: bool, words: str) -> HttpResponse:
    """Confirm something that the file proposes for a table: it becomes a row of the own answer (R-B-123)."""
    assert found.definition is not None
    item = found.definition.item(request.POST.get("vraag", ""))
    if item is None or item not in found.definition.steps[number - 1].items:
        return HttpResponseBadRequest("Deze vraag staat niet op deze pagina.")
    check_sees(request.user, found.case, item)
    answers.take_over(sheet=found, item=item, text=request.POST["overnemen"].strip(), joint=joint, by=request.user)
    return redirect(f"{request.get_full_path()}#vraag-{item.code}")


def _save(request: Request, found: Sheet, number: int, joint: bool, words: str) -> HttpResponse:
    """Keep one answer. Without a fault only its mark and what depends on it are sent back, so typing goes on."""
    assert found.definition is not None
    names = [name for name in request.POST if name.endswith("-item") and name.startswith("v-")]
    item = found.definition.item(request.POST.get(names[0], "")) if names else None
    if item is None or item not in found.definition.steps[number - 1].items:
        return HttpResponseBadRequest("Deze vraag staat niet op deze pagina.")
    check_sees(request.user, found.case, item)
    mine = found.answers.filter(item=item.code, joint=joint, **({} if joint else {"by": request.user})).first()
    form = AnswerForm(
        request.POST,
        question=item,
        edition=found.edition,
        joint=joint,
        answer=mine,
        picks=picks_of(found.case, picks_needed([item])),
        words=words,
    )
    if form.is_valid():
        found.edition = form.cleaned_data.get("edition") or found.edition
        try:
            with transaction.atomic():
                kept = answers.answer(
                    sheet=found, item=item, said=form.said, joint=joint, seen=form.seen, by=request.user
                )
                if kept is not None:
                    form.flag(kept, by=request.user)
        except Changed as clash:
            form.show_clash(clash.current)  # type: ignore[arg-type]
        else:
            return _saved(request, found, number, joint, words, item.code)
    if request.headers.get("HX-Request"):
        board = boards.step_board(found, number, request.user, words, joint=joint, bound=form)
        question = next(each for each in board.questions if each.item == item)
        return page(request, "analysis/_question.html", question=question, board=board, url=request.get_full_path())
    return _step_page(request, found, number, joint, words, bound=form)


def _saved(request: Request, found: Sheet, number: int, joint: bool, words: str, code: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        assert found.definition is not None
        first = pages.first_on_page(found.definition, number)
        there = reverse("analysis:step", args=[found.case_id, found.pk, first]) + ("?namens=groep" if joint else "")
        return redirect(f"{there}#vraag-{code}")
    board = boards.step_board(found, number, request.user, words, joint=joint)
    question = next(each for each in board.questions if each.item.code == code)
    whole = question.item.kind == "table" or "heel" in request.POST
    response = page(
        request,
        "analysis/_saved.html",
        question=question,
        board=board,
        whole=whole,
        url=request.get_full_path(),
    )
    if not whole:
        response["HX-Reswap"] = "none"
    response["HX-Trigger"] = json.dumps({"analysis:shown": board.shown_codes})
    return response


@guard(*READERS)
@require_GET
def others(request: Request, case_pk: int, pk: int, number: int) -> HttpResponse:
    """What others said at this step, for a page that is open when a colleague answers."""
    found = _sheet(request, case_pk, pk)
    assert found.definition is not None
    if not 1 <= number <= len(found.definition.steps):
        raise Http404("no such step")
    board = boards.step_board(found, number, request.user, _words(request), joint=_joint(request))
    response = page(request, "analysis/_others.html", board=board)
    response["HX-Trigger"] = json.dumps({"analysis:shown": board.shown_codes})
    return response


# Moments and editions


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def moments(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """The frozen rounds of a sheet, and freezing one."""
    found = _sheet(request, case_pk, pk, whole=False)
    words = _words(request)
    may = rules.can_keep(request.user, found.case) and found.definition is not None
    if request.method == "POST":
        rules.check_keep(request.user, found.case)
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            made = keeping.freeze(
                sheet=found,
                by=request.user,
                name=form.cleaned_data["name"],
                submission=form.cleaned_data["submission"],
            )
            form.flag(made, by=request.user)
        messages.success(request, f"Moment {made.number} is vastgelegd.")
        return redirect("analysis:moments", case_pk, pk)
    layout(form, "name", submit="Moment vastleggen")
    return page(
        request,
        "analysis/moments.html",
        case=found.case,
        sheet=found,
        rounds=list(found.rounds.defer("content").select_related("by")[:100]),
        form=form,
        may=may,
        title=_title(found, words),
        trail=_below(found, words, ("Momenten", "")),
    )


def _round(sheet: Sheet, number: int) -> Round:
    return get_object_or_404(Round.objects.filter(sheet=sheet).select_related("by"), number=number)


@guard(*READERS)
@require_GET
def moment(request: Request, case_pk: int, pk: int, number: int) -> HttpResponse:
    found = _sheet(request, case_pk, pk, whole=False)
    kept = _round(found, number)
    return page(
        request,
        "analysis/moment.html",
        case=found.case,
        sheet=found,
        round=kept,
        steps=boards.round_steps(boards.opened(kept.content, inside=in_group(request.user, found.case))),
        trail=_below(
            found,
            _words(request),
            ("Momenten", reverse("analysis:moments", args=[case_pk, pk])),
            (f"Moment {kept.number}", ""),
        ),
    )


@guard(*READERS)
@require_GET
def compare(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """What differs between two moments; `tot` left out means: as it stands now."""
    found = _sheet(request, case_pk, pk)
    kept = list(found.rounds.defer("content"))
    numbers = [each.number for each in kept]
    if not kept:
        raise Http404("nothing to compare with")
    start = _number(request.GET.get("van", ""))
    start = start if start in numbers else numbers[0]
    end = _number(request.GET.get("tot", ""))
    end = end if end in numbers else 0
    before = _round(found, start)
    after = _round(found, end) if end else None
    inside = in_group(request.user, found.case)
    return page(
        request,
        "analysis/compare.html",
        case=found.case,
        sheet=found,
        rounds=kept,
        before=before,
        after=after,
        start=start,
        end=end,
        found=boards.compare(
            boards.opened(before.content, inside=inside),
            boards.opened(after.content if after else keeping.snapshot(found), inside=inside),
        ),
        trail=_below(
            found,
            _words(request),
            ("Momenten", reverse("analysis:moments", args=[case_pk, pk])),
            ("Vergelijken", ""),
        ),
    )


@guard(*READERS)
@require_http_methods(["GET", "POST"])
def move(request: Request, case_pk: int, pk: int) -> HttpResponse:
    """What changes with a newer edition of the worksheet, and moving to it."""
    found = _sheet(request, case_pk, pk)
    words = _words(request)
    newest = _newer(found)
    if request.method == "POST":
        rules.check_keep(request.user, found.case)
        if newest is None or request.POST.get("naar") != str(newest.version):
            raise Refused("Er is intussen iets veranderd. Laad de pagina opnieuw en kijk het na.")
        keeping.move(sheet=found, to=newest, by=request.user)
        messages.success(request, f"Het werkblad staat op versie {newest.version}. De oude antwoorden zijn vastgelegd.")
        return redirect("analysis:sheet", case_pk, pk)
    return page(
        request,
        "analysis/move.html",
        case=found.case,
        sheet=found,
        newest=newest,
        lines=boards.move_lines(found, newest, words) if newest else [],
        may=rules.can_keep(request.user, found.case),
        title=_title(found, words),
        trail=_below(found, words, ("Nieuwe versie", "")),
    )

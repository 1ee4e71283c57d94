"""The version for everybody: only what may go in. Every text of the file carries a word of its own that may turn up
nowhere, unless a person released exactly that text (R-B-162)."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.actions import advice
from analysis.models import Answer, Location, Sheet
from analysis.models_advice import DirectionChoice, InterventionChoice
from cases.models import Document as Source
from cases.models import FaultLine, FollowUpDecision, Group, OutsideEvent
from common import documents
from common.models import AuditEvent, Document
from method.worksheets import library
from method.worksheets.model import CHOOSING, Kind
from organisation.models import Theme
from plans import report_pdf, report_public
from plans.models import Objective, PrincipleNote
from plans.report_public import PARTS, draft
from tests.factories import make_action, make_case, make_diagnosis, make_placement, make_plan
from tests.pdf_text import everything_of

WORD = "Zeepaard"
SECRET = ("actors", "groups_cause", "groups_solution", "loud_voices", "concerns", "opposition", "triggers")


class Marks:
    """A new word for every text, so that a leak says where it came from."""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def __call__(self, where: str) -> str:
        self.made[where] = f"{WORD}{len(self.made):04}x"
        return self.made[where]


@pytest.fixture
def mark():
    return Marks()


@pytest.fixture
def case(town, mark):
    """A case file in which every text could leak, down to actors, places, reasons and the words of the options."""
    by = town.owner
    case = make_case(
        town=town, title=mark("title"), reason=mark("reason"), context=mark("context"), frames=mark("frames"),
        heard=mark("heard"), blind_spots=mark("blind"), review_on=timezone.localdate(),
    )  # fmt: skip
    Group.objects.create(
        case=case, label=mark("group"), side=mark("side"), perception=mark("perceived"), listened=mark("listened")
    )
    FaultLine.objects.create(name=mark("fault"), background=mark("background")).cases.add(case)
    OutsideEvent.objects.create(case=case, what=mark("event"), by=by)
    Source.objects.create(
        case=case,
        title=mark("source"),
        origin=mark("origin"),
        place=mark("where"),
        dated_on=timezone.localdate(),
        by=by,
    )
    make_placement(
        by=by, case=case, kind="line", x=3, y_min=1, y_max=4, group_low=mark("low"), group_high=mark("high"),
        reason=mark("placed"), function=mark("placer"), network=mark("network"),
    )  # fmt: skip
    make_diagnosis(case=case, by=by, reason=mark("diagnosis"), minority=mark("minority"), functions=[mark("function")])
    FollowUpDecision.objects.create(
        case=case, step=1, department=town.social, reason=mark("step"), consultation=mark("consult"), by=by
    )
    place = Location.objects.create(case=case, label=mark("place"), kind="L2", parts=["plein"], by=by)
    for sheet in library().sheets:
        fill(
            Sheet.objects.create(
                case=case,
                location=place if sheet.per_location else None,
                worksheet=sheet.code,
                edition=sheet.version,
                by=by,
            ),
            by,
            mark,
        )
    advice.choose_direction(
        case=case,
        direction="OR2",
        outcome=DirectionChoice.Outcome.YES,
        kinds=[],
        order=1,
        why=mark("why"),
        by=by,
        seen=0,
    )
    rules = DirectionChoice.objects.get().rules
    for record in ("K08", "EIGEN1"):
        InterventionChoice.objects.create(
            case=case, record=record, name=mark(f"example {record}"), goal=mark(f"goal {record}"),
            why=mark(f"why {record}"), executor=mark(f"executor {record}"), location=place, rules=rules, by=by,
        )  # fmt: skip
    plan = make_plan(
        case=case, challenge=mark("challenge"), agreements=mark("agreements"), frames=mark("planframes"),
        evaluate_what=mark("evaluate"), classification="public",
    )  # fmt: skip
    Objective.objects.create(plan=plan, text=mark("objective"), notice=mark("notice"))
    PrincipleNote.objects.create(plan=plan, code="P1", note=mark("principle"))
    make_action(
        plan=plan,
        town=town,
        what=mark("action"),
        for_whom=mark("for"),
        receivers=mark("receivers"),
        perception=mark("perception"),
    )
    return case


def fill(sheet: Sheet, by, mark) -> None:
    """An answer to every question of every worksheet: all options, with own words wherever somebody can type them."""
    for item in sheet.definition.items:
        if item.kind == Kind.REFERENCE:
            continue
        name = f"{sheet.worksheet}.{item.code}"
        Answer.objects.create(
            sheet=sheet, item=item.code, state="given", value=value_of(item, name, mark), reason=mark(f"{name} reason"),
            source=mark(f"{name} source"), by=by, function=mark(f"{name} function"),
        )  # fmt: skip


def value_of(item, name, mark):
    if item.kind in CHOOSING:
        codes = [option.code for option in item.options] or ["1"]
        own = {option.code: mark(f"{name} {option.code}") for option in item.options if option.ask}
        return {"codes": [*codes, "own"], "own": {**own, "own": mark(f"{name} own")}}
    if item.kind == Kind.TABLE:
        plain = {Kind.DATE: "2026-11-21", Kind.NUMBER: "3", Kind.SEVERAL: [], Kind.CHOICE: [], Kind.YESNO: "ja"}
        return {"rows": [{c.code: plain.get(c.kind) or mark(f"{name} {c.code}") for c in item.columns}]}
    if item.kind == Kind.DATE:
        return {"date": "2026-11-21"}
    if item.kind == Kind.NUMBER:
        return {"number": "3", "year": "2026", "source": mark(f"{name} origin")}
    return {"text": mark(f"{name} text")}


def leaks(text: str, mark: Marks) -> list[str]:
    return [where for where, word in mark.made.items() if word.lower() in text.lower()]


class Ticks(HTMLParser):
    """The boxes of the page, and which are ticked."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.boxes: dict[str, dict[str, bool]] = {"parts": {}, "texts": {}}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "input" and at.get("name") in self.boxes:
            self.boxes[at["name"]][at["value"]] = "checked" in at


def chosen(client, case):
    """The boxes as the page offers them."""
    return Ticks(client.get(reverse("plans:public", args=[case.pk])).content.decode()).boxes


def made_pdf(client, case, data):
    """The PDF and its file name, as somebody downloads them."""
    client.post(reverse("plans:public_ask", args=[case.pk]), data)
    document = Document.objects.filter(kind=report_pdf.PUBLIC.name).latest("pk")
    documents.make(document.pk)
    answer = client.get(reverse("common:document_download", args=[document.pk]))
    return answer.content, answer["Content-Disposition"], document


def test_every_part_starts_in_and_every_text_starts_out(case, town, client_of):
    boxes = chosen(client_of(town.owner), case)

    assert set(boxes["parts"]) == set(PARTS)
    assert all(boxes["parts"].values())
    assert len(boxes["texts"]) == 8
    assert not any(boxes["texts"].values())


@pytest.mark.slow
def test_no_text_of_the_file_leaks(case, town, client_of, mark):
    client = client_of(town.owner)
    data = {"parts": list(PARTS), "texts": []}

    preview = client.post(reverse("plans:public", args=[case.pk]), data)
    made, name, document = made_pdf(client, case, data)

    assert len(mark.made) > 300
    assert "Ik heb dit gelezen" in preview.content.decode()
    assert leaks(preview.content.decode(), mark) == []
    assert leaks(everything_of(made), mark) == []
    assert leaks(name + str(document.content) + document.title, mark) == []
    for text in (preview.content.decode(), everything_of(made)):
        assert WORD not in text
        assert "Plekken" in text  # what may go in did go in


@pytest.mark.slow
def test_one_released_text_goes_in_and_no_other(case, town, client_of, mark):
    client = client_of(town.owner)
    key = next(key for key in chosen(client, case)["texts"] if key.startswith("uitdaging-"))
    data = {"parts": ["fase"], "texts": [key]}

    preview = client.post(reverse("plans:public", args=[case.pk]), data).content.decode()
    made, name, document = made_pdf(client, case, data)

    assert leaks(preview, mark) == leaks(everything_of(made), mark) == ["challenge"]
    assert leaks(name, mark) == []
    assert AuditEvent.objects.filter(action="report.released_1_texts", object=f"common.document:{document.pk}").exists()


def test_names_of_people_and_departments_stay_out(case, town, client_of):
    found = str(report_public.public(draft(case, region="NL"), parts=PARTS, keys=()).as_json())

    for name in (town.owner.name, town.owner.from_where, town.social.name):
        assert name not in found


def test_text_that_changed_after_reading_is_not_released(case, town, client_of):
    client = client_of(town.owner)
    key = next(key for key in chosen(client, case)["texts"] if key.startswith("aanleiding-"))
    case.reason = "Een naam die er later in kwam"
    case.save()

    answer = client.post(reverse("plans:public_ask", args=[case.pk]), {"parts": ["fase"], "texts": [key]})

    assert "Er is intussen iets gewijzigd" in answer.content.decode()
    assert not Document.objects.exists()


def test_going_back_keeps_the_choice(case, town, client_of):
    client = client_of(town.owner)
    key = next(iter(chosen(client, case)["texts"]))

    back = client.post(reverse("plans:public", args=[case.pk]), {"parts": ["fase"], "texts": [key], "terug": "ja"})

    boxes = Ticks(back.content.decode()).boxes
    assert [code for code, ticked in boxes["parts"].items() if ticked] == ["fase"]
    assert [text for text, ticked in boxes["texts"].items() if ticked] == [key]


@pytest.mark.parametrize(
    "data", [{}, {"parts": "geen"}, {"texts": "a\x00b"}, {"parts": ["fase"], "texts": ["x" * 5000]}]
)
def test_nothing_or_nonsense_makes_nothing(case, town, client_of, data):
    for name in ("public", "public_ask"):
        answer = client_of(town.owner).post(reverse(f"plans:{name}", args=[case.pk]), data)

        assert answer.status_code == 200
        assert "alert--error" in answer.content.decode()
    assert not Document.objects.exists()


def test_only_who_answers_for_the_case_makes_it(case, town, client_of):
    url, ask = reverse("plans:public", args=[case.pk]), reverse("plans:public_ask", args=[case.pk])
    for who, status in (
        ("owner", 200), ("coordinator", 200), ("assessor", 403), ("executive", 403), ("privacy", 403),
        ("outsider", 404),
    ):  # fmt: skip
        client = client_of(getattr(town, who))
        assert client.get(url).status_code == status, who
        if status != 200:
            assert client.post(ask, {"parts": ["fase"]}).status_code == status
    assert not Document.objects.exists()


def test_colleague_who_only_keeps_the_department_may_not_publish(case, town, client_of):
    case.owner = town.coordinator
    case.save()

    answer = client_of(town.owner).get(reverse("plans:public", args=[case.pk]))

    assert answer.status_code == 403
    assert "Een openbare versie maakt de coördinator" in answer.content.decode()


def test_exercise_never_becomes_public(case, town, client_of):
    case.exercise = True
    case.save()

    assert client_of(town.owner).get(reverse("plans:public", args=[case.pk])).status_code == 403


def test_only_this_version_says_public(case, town, client_of):
    client = client_of(town.owner)
    found = report_public.public(draft(case, region="NL"), parts=PARTS, keys=())

    assert found.classification == "Openbaar"
    for name in ("report", "summary"):
        html = client.get(reverse(f"plans:{name}", args=[case.pk])).content.decode()
        assert "Openbaar" not in html[html.index("<h1") : html.index('class="part"')]


def test_empty_case_offers_nothing_that_is_not_there(town, client_of):
    case = make_case(town=town, reason="Iets")

    boxes = chosen(client_of(town.owner), case)

    assert boxes["parts"] == {}
    assert [key.partition("-")[0] for key in boxes["texts"]] == ["titel", "aanleiding"]


def test_no_worksheet_marks_as_public_what_may_never_be():
    marked = [(sheet.code, item) for sheet in library().sheets for item in sheet.items if item.public]

    assert {item.feeds for _, item in marked} == {
        "forms", "phase", "causes", "positive", "sentiments", "own_role_a", "own_role_b", "own_role_how"
    }  # fmt: skip
    assert not [item.code for _, item in marked if item.feeds in SECRET or item.options_from or item.closed]
    assert {item.kind for _, item in marked} <= {*CHOOSING, Kind.TEXT}


def test_theme_comes_from_the_list_of_the_admin(case):
    assert Theme.objects.filter(name=draft(case, region="NL").material.case.theme.name).exists()


def test_dates_that_are_over_are_no_planning(town, client_of):
    case = make_case(town=town, review_on=timezone.localdate() - timedelta(days=1))

    assert [part.code for part in draft(case, region="NL").parts] == []

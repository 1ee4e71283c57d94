"""The overview, the panel on the case file, paper, words of the country, and retention."""

import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis import paper, progress
from analysis.actions import answers, moments, places
from analysis.models import Answer, Location, Round, Sheet
from analysis.progress import Progress
from analysis.wording import spoken
from cases.actions.retain import retain
from cases.models import Group
from common import documents
from common.models import AuditEvent, Document
from common.pdf import render_pdf
from method.worksheets.conditions import Given
from method.worksheets.load import Library, load_text
from organisation.models import Organisation


def url(name, *args) -> str:
    return reverse(f"analysis:{name}", args=args)


def test_overview_shows_progress_and_records_the_reading(town, client_of, case, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})

    answer = client_of(town.assessor).get(url("overview", case.pk))

    assert "Verder" in answer.content.decode()
    assert AuditEvent.objects.filter(action="case.read", actor=f"gebruiker:{town.assessor.pk}").exists()


def test_filling_raises_the_bar_of_the_guide(town, client_of, case, sheet, say):
    client = client_of(town.owner)

    def kis() -> Progress:
        return next(
            each.progress for each in client.get(url("overview", case.pk)).context["board"].guides if each.code == "KIS"
        )

    before = kis()
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    say(sheet, town.assessor, "fase", unknown=True)

    assert (kis().done, kis().total) == (before.done + 1, before.total)


def test_going_on_starts_at_the_first_step_that_is_not_whole(town, client_of, case, sheet, say):
    say(sheet, town.owner, "vormen", {"codes": ["D1"]})

    html = client_of(town.owner).get(url("overview", case.pk)).content.decode()

    assert url("step", case.pk, sheet.pk, 2) in html


def test_case_without_places_says_how_to_begin(town, client_of, case):
    html = client_of(town.owner).get(url("overview", case.pk)).content.decode()

    assert "Er is nog geen plek" in html


@pytest.mark.parametrize("name", ["overview", "panel"])
@pytest.mark.parametrize("who", ["reporter", "admin", "outsider"])
def test_strangers_see_no_analysis(town, client_of, case, name, who):
    assert client_of(getattr(town, who)).get(url(name, case.pk)).status_code in {403, 404}


def test_overview_takes_as_many_queries_for_more_places(town, client_of, case, shelf, sheet, say):
    client = client_of(town.owner)
    numbers = []

    for number in range(3):
        place = places.add(
            case=case, by=town.owner, label=f"Plek {number}", kind="L2", parts=[], area=None, hotspot=False
        )
        other = answers.open_sheet(case=case, worksheet=shelf.newest["kis-2"], by=town.owner, location=place)
        say(other, town.owner, "fase", {"codes": ["F1"]})
        moments.freeze(sheet=other, by=town.owner)
        for name, args in (("overview", [case.pk]), ("sheet", [case.pk, other.pk]), ("print", [case.pk, place.pk])):
            client.get(url(name, *args))
            with CaptureQueriesContext(connection) as asked:
                client.get(url(name, *args))
            numbers.append((name, len(asked)))

    assert len(set(numbers)) == 3, numbers


def test_panel_stands_on_the_case_file(town, client_of, case, place):
    client = client_of(town.assessor)

    file = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    panel = client.get(url("panel", case.pk)).content.decode()

    assert url("panel", case.pk) in file
    assert "1 plek: Het plein." in panel


SHEET = load_text(
    """\
code: proef
version: 1
title: Proef
guide: KIS
unit: case
source: KIS · Stap 2
steps:
  - code: een
    number: "1"
    title: Stap
    items:
      - {code: a, kind: yesno, label: a}
      - {code: b, kind: text, label: b, when: {item: a, equals: ja}}
      - {code: c, kind: text, label: c, optional: true}
      - {code: d, kind: reference, label: d, refers: groups}
""",
    "proef.yaml",
)
YES, NO, UNKNOWN = Given(frozenset({"ja"}), True), Given(frozenset({"nee"}), True), Given(dont_know=True)


@pytest.mark.parametrize(
    ("given", "done", "total"),
    [
        ({}, 0, 1),
        ({"1": {"a": NO}}, 1, 1),
        ({"1": {"a": YES}}, 1, 2),
        ({"1": {"a": YES}, "2": {"b": UNKNOWN}}, 2, 2),
        ({"1": {"a": NO}, "2": {"a": YES}}, 1, 2),
        ({"1": {"a": UNKNOWN}}, 1, 1),
        ({"1": {"a": Given()}}, 0, 1),
        ({"1": {"c": Given(answered=True)}}, 0, 1),
    ],
)
def test_progress(given, done, total):
    found = progress.of_sheet(SHEET, given)

    assert (found.done, found.total) == (done, total)


def test_words_of_the_country(db):
    Organisation.objects.update_or_create(pk=1, defaults={"words": "vl"})

    assert spoken("[[Gemeente]] en [[college]]") == "Lokaal bestuur en schepencollege"
    assert spoken("[[Gemeente]] en [[college]]", "nl") == "Gemeente en college"


# References: nothing asks what the file already knows


def test_reference_shows_what_the_file_holds(town, client_of, case, monkeypatch):
    shelf = Library([SHEET])
    for module in ("analysis.models", "analysis.boards", "analysis.views", "analysis.references"):
        monkeypatch.setattr(f"{module}.library", lambda: shelf)
    Group.objects.create(case=case, label="Omwonenden", role="joiner")
    sheet = Sheet.objects.create(case=case, worksheet="proef", edition=1, by=town.owner)

    html = client_of(town.owner).get(url("step", case.pk, sheet.pk, 1)).content.decode()

    assert "Omwonenden" in html and "Dit komt uit het dossier" in html
    assert 'name="v-d-' not in html


def test_empty_reference_does_not_say_that_something_comes_from_the_file(town, client_of, case, monkeypatch):
    html = _step_of(SHEET, town, client_of, case, monkeypatch)

    assert "Hierover staat nog niets in het dossier." in html and "Groep toevoegen" in html
    assert "Dit komt uit het dossier" not in html


def test_sheet_introduces_itself_above_its_first_step_only(town, client_of, case, monkeypatch):
    sheet = load_text(INTRODUCED, "proef.yaml")

    assert "Vul dit samen in." in _step_of(sheet, town, client_of, case, monkeypatch)
    assert "Vul dit samen in." not in _step_of(sheet, town, client_of, case, monkeypatch, number=2)


def test_question_without_an_explanation_offers_its_source_alone(town, client_of, case, monkeypatch):
    html = _step_of(load_text(INTRODUCED, "proef.yaml"), town, client_of, case, monkeypatch)
    explained, plain = html.split('id="vraag-a"')[1].split('id="vraag-b"')

    assert "Uitleg en bron" in explained and "Denk aan vorig jaar." in explained
    assert "Uitleg en bron" not in plain and "Bron: KIS · Stap 2" in plain


INTRODUCED = """\
code: proef
version: 1
title: Proef
guide: KIS
unit: case
source: KIS · Stap 2
intro: Vul dit samen in.
steps:
  - code: een
    number: "1"
    title: Stap
    items:
      - {code: a, kind: yesno, label: a, help: Denk aan vorig jaar.}
      - {code: b, kind: text, label: b}
  - code: twee
    number: "2"
    title: Nog een stap
    items:
      - {code: c, kind: yesno, label: c}
      - {code: d, kind: yesno, label: d}
"""


def _step_of(worksheet, town, client_of, case, monkeypatch, number=1):
    for module in ("analysis.models", "analysis.boards", "analysis.views", "analysis.references"):
        monkeypatch.setattr(f"{module}.library", lambda: Library([worksheet]))
    sheet, _ = Sheet.objects.get_or_create(case=case, worksheet="proef", edition=1, by=town.owner)
    return client_of(town.owner).get(url("step", case.pk, sheet.pk, number)).content.decode()


# Paper


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def test_paper_has_every_heading_also_when_empty(town, client_of, case, place):
    html = client_of(town.executive).get(url("print", case.pk, place.pk)).content.decode()

    for heading, _ in paper.HEADINGS:
        assert f">{heading}</h2>" in html
    assert "Nog niets ingevuld" in html


def test_paper_shows_each_answer_by_itself(town, client_of, case, place, sheet, say):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    say(sheet, town.assessor, "fase", {"codes": ["F3"]})

    found = paper.of(place, "nl")

    phase = next(section for section in found.sections if section.heading == "Fase")
    assert [said.lines for said in phase.parts[0].voices] == [["Rust"], ["Onderhuidse spanningen"]]


def ask(client, case, place) -> bytes:
    """The PDF that a click on the button gives, once its job ran."""
    asked = client.post(url("ask_document", case.pk, place.pk))
    documents.make(Document.objects.latest("pk").pk)
    return b"".join(client.get(asked.url + "download/"))


@pytest.mark.slow
def test_pdf_is_tagged_and_never_longer_than_two_pages(town, client_of, case, place, sheet, say):
    client = client_of(town.owner)
    text = "Bewoners mijden het plein na schooltijd. " * 20
    small = ask(client, case, place)
    for user in (town.owner, town.assessor, town.coordinator):
        for item in sheet.definition.items:
            if item.kind == "text":
                say(sheet, user, item.code, {"text": text[: item.max]}, reason=text[:900], source="wijkteam, zacht")
        say(sheet, user, "vormen", {"codes": ["D1", "D2", "V1", "V2", "V3", "V4", "V5"]}, reason=text[:900])
        say(sheet, user, "fase", {"codes": ["F3"]}, reason=text[:900])

    full = render_pdf("analysis/paper.html", {"paper": paper.of(place, "nl")})
    fitting = ask(client, case, place)

    assert small.startswith(b"%PDF") and pages(small) == 1
    assert pages(full) > 2, "the case must be too long as it is"
    assert pages(fitting) <= 2


def test_pdf_is_for_who_sees_the_case(town, client_of, case, place):
    assert client_of(town.outsider).post(url("ask_document", case.pk, place.pk)).status_code == 404
    asked = client_of(town.executive).post(url("ask_document", case.pk, place.pk))

    assert client_of(town.outsider).get(asked.url).status_code == 404
    assert client_of(town.assessor).get(asked.url).status_code == 200


# Retention


def test_everything_goes_with_the_case(town, case, sheet, say, settings):
    say(sheet, town.owner, "fase", {"codes": ["F1"]})
    moments.freeze(sheet=sheet, by=town.owner)
    case.refresh_from_db()
    case.state, case.closed_at = "closed", timezone.now() - timezone.timedelta(days=10_000)
    case.save()

    assert retain(timezone.localdate()) == 1

    left = [
        model.objects.count()
        for model in (Location, Sheet, Answer, Round, Answer.history.model, Location.history.model)
    ]
    assert left == [0] * 6

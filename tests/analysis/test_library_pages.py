"""The library: browsing, filters, one example, side by side, our own, corrections, retiring, results, reminders."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analysis import boards_advice, boards_library, versions
from analysis.actions import advice, examples
from analysis.models_advice import LibraryRecord, PracticeResult
from common.models import AuditEvent
from evaluation.models import Evaluation
from method.library.reading import library
from organisation.models import Reminder
from tests.factories import make_case

OWN = {
    "name": "Bankjesgesprek",
    "goal": "Buren zeggen elkaar weer gedag.",
    "method": "Een vrijwilliger zit met koffie op een bankje.",
    "directions": ["OR1", "OR2"],
    "problems": ["P01"],
    "places": ["L2"],
    "target_groups": ["T4"],
    "target_words": "omwonenden, jongeren op het plein",
    "executors": "wijkteam",
    "source": "wijkteam, voorjaar",
    "rung": "1",
    "scale": "small",
    "rhythm": "again",
    "level": "street",
    "basis": "shared",
    "form": "together",
    "context": "general",
    "region": "both",
}


@pytest.fixture
def own(town):
    row = {
        "code": "E000", "own": True, "categories": ["own"], "name": "Bankjesgesprek", "goal": "Buren groeten elkaar.",
        "method": "Koffie op een bankje.", "directions": ["OR2"], "places": ["L2"], "target_groups": ["T4"],
        "source": "Eigen werkwijze: wijkteam",
        **{name: {"is": value, "geschat": False} for name, value in {
            "problems": ["P01"], "groups": [], "kinds": [], "rung": 1, "scale": "small", "rhythm": "again",
            "level": "street", "basis": "shared", "form": "together", "bundled": False}.items()},
    }  # fmt: skip
    return examples.add(row=row, by=town.coordinator)


def listed(client, **asked):
    """What the page drew from, and that the page holds it."""
    html = client.get(reverse("library:list"), asked).content.decode()
    query = QueryDict(urlencode(asked, doseq=True))
    found = boards_library._found(
        versions.shelf(), _key(boards_library.wanted(query)), boards_library.wanted(query).text
    )
    assert html.count("data-row") == len(found.lines)
    return found


def _key(wanted):
    return tuple(sorted(wanted.values.items()))


def test_all_53_are_there_with_the_disclaimer_and_filters_count(town, client_of):
    client = client_of(town.assessor)

    html = client.get(reverse("library:list")).content.decode()
    found = listed(client, places="L1", problems="P04", target_groups="T2")

    assert listed(client).total == len(library()) == 53
    assert "bewezen is dat ze werken" in html
    assert "K04" in [line.record.code for line in found.lines]
    groups = {group.name: group for group in found.groups}
    assert [group.name for group in found.groups][:5] == [
        "problems", "target_groups", "places", "directions", "categories",
    ]  # fmt: skip
    ticked = next(facet for facet in groups["places"].facets if facet.value == "L1")
    assert ticked.chosen and ticked.count == len(found.lines)


def test_words_are_searched_and_odd_filters_find_nothing_without_harm(town, client_of):
    client = client_of(town.assessor)

    assert listed(client, q="schoon").lines[0].record.name == "Samen Schoon"
    assert listed(client, places="L1' OR 1=1").lines == ()
    assert listed(client, q="x" * 5000).lines == ()
    assert client.get(reverse("library:list") + "?places=%00&q=%F0%9F%98%80").status_code == 200


def test_page_of_an_example_marks_estimates_and_names_its_source(town, client_of):
    html = client_of(town.assessor).get(reverse("library:detail", args=["K21"])).content.decode()

    assert "Thuis Op Straat" in html and "KIS-handreiking, stap 4.2" in html
    assert html.count('class="estimate"') > 5 and "bewezen is dat ze werken" in html
    assert client_of(town.assessor).get(reverse("library:detail", args=["K999"])).status_code == 404


@pytest.mark.parametrize(
    ("codes", "columns"),
    [(["K01", "K02"], 2), (["K01", "K02", "K03", "K04"], 4), (["K01"], 0), (["K01", "K01"], 0), ([], 0),
     (["K01", "K02", "K03", "K04", "K05"], 0), (["K01", "nee"], 0)],
)  # fmt: skip
def test_two_to_four_stand_side_by_side(town, client_of, codes, columns):
    board = client_of(town.assessor).get(reverse("library:compare"), {"k": codes}).context["board"]

    assert (len(board.records) if board else 0) == columns
    if board:
        assert all(len(row.cells) == columns for row in board.rows)


@pytest.mark.parametrize("name", ["list", "compare", "detail", "new", "edit", "status", "review"])
def test_reading_is_for_who_works_on_cases_and_keeping_for_coordinator_and_admin(town, client_of, name):
    url = reverse(f"library:{name}", args=["K01"] if name in ("detail", "edit", "status") else [])
    keeps = name in ("new", "edit", "status", "review")

    assert client_of(town.reporter).get(url).status_code == 403
    for person in (town.assessor, town.owner, town.executive):
        assert client_of(person).get(url).status_code == (403 if keeps else 200)
    for person in (town.coordinator, town.admin):
        assert client_of(person).get(url).status_code == 200


def test_own_example_is_added_once_searched_and_ranked(town, client_of):
    client = client_of(town.coordinator)
    number = "6f9619ff-8b86-4011-b42d-00c04fc964ff"

    for _ in range(2):
        answer = client.post(reverse("library:new"), {**OWN, "submission": number})
    case = make_case(town=town)

    made = LibraryRecord.objects.get()
    record = versions.shelf().get("E001")
    assert answer.url == reverse("library:detail", args=["E001"])
    assert (record.own, record.source, record.target_words) == (
        True, "Eigen werkwijze: wijkteam, voorjaar", ("omwonenden", "jongeren op het plein"),
    )  # fmt: skip
    assert not record.estimated("problems")
    assert listed(client, q="bankjes").lines[0].record == record
    known = {each.record.code for each in boards_advice.worked(case, "NL").full.ranking.others}
    assert "E001" in known
    assert AuditEvent.objects.filter(action="library.added", object=f"analysis.libraryrecord:{made.pk}").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"directions": []}, {"directions": ["OR9"]}, {"scale": "huge"}, {"source": ""}, {"rung": "7"},
     {"goal": "x" * 301}, {"method": "BSN 111222333"}, {"target_groups": []}],
)  # fmt: skip
def test_wrong_example_is_refused_and_what_was_typed_stays(town, client_of, wrong):
    answer = client_of(town.admin).post(reverse("library:new"), {**OWN, "caution": "Kies een vrij bankje.", **wrong})

    assert answer.status_code == 200 and "Kies een vrij bankje." in answer.content.decode()
    assert not LibraryRecord.objects.exists()


def correct(client, code="K07", **fields):
    now = versions.shelf().get(code)
    data = {
        **{name: getattr(now, name) for name in ("scale", "rhythm", "level", "basis", "form")},
        "problems": list(now.problems),
        "rung": str(now.rung or ""),
        "version": 0,
        "note": "Bij ons is dit groter.",
        **fields,
    }
    return client.post(reverse("library:edit", args=[code]), data)


def test_corrected_estimate_is_no_estimate_any_more_and_says_who_and_why(town, client_of):
    client = client_of(town.coordinator)

    assert correct(client, scale="large").status_code == 302

    record = versions.shelf().get("K07")
    html = client.get(reverse("library:detail", args=["K07"])).content.decode()
    assert (record.scale, record.estimated("scale"), record.estimated("rhythm")) == ("large", False, True)
    assert record.why("scale") == "Bij ons is dit groter."
    assert "Aangepast door Cor Coördinator op vandaag: Bij ons is dit groter." in html
    assert LibraryRecord.history.count() == 1


def test_two_corrections_at_once_show_both(town, client_of):
    correct(client_of(town.admin), scale="large")

    LibraryRecord.objects.filter(code="K07").update(version=2)
    clash = correct(client_of(town.coordinator), scale="medium", version=1)

    assert clash.status_code == 200
    assert "Er staat nu: “Groot”" in clash.content.decode()
    assert versions.shelf().get("K07").scale == "large"
    assert correct(client_of(town.coordinator), scale="medium", version=2).status_code == 302


def test_retired_example_leaves_the_advice_but_stays_readable_and_chosen(town, client_of):
    case = make_case(town=town)
    made = advice.choose_example(case=case, record=versions.shelf().get("K07"), by=town.owner, why="x")
    client = client_of(town.coordinator)

    client.post(reverse("library:status", args=["K07"]), {"note": "Het bestaat niet meer.", "version": 0})

    others = {each.record.code: each.reason for each in boards_advice.worked(case, "NL").full.ranking.others}
    assert others["K07"] == "De stand is ‘gestopt’."
    assert "staat niet meer in adviezen" in client.get(reverse("library:detail", args=["K07"])).content.decode()
    shown = client_of(town.owner).get(reverse("analysis:examples", args=[case.pk])).content.decode()
    assert made.name in shown
    assert client_of(town.owner).get(reverse("analysis:choose_example", args=[case.pk, "K07"])).status_code == 403
    client.post(reverse("library:status", args=["K07"]), {"note": "Toch wel.", "version": 1})
    assert versions.shelf().get("K07").status == "active"


def test_library_takes_as_many_queries_with_own_examples(town, client_of, own):
    client = client_of(town.coordinator)
    urls = [reverse("library:list"), reverse("library:review"), reverse("library:detail", args=["E001"])]
    counts = []
    for _ in range(2):
        found = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            found.append(len(asked))
        counts.append(found)
        for _ in range(2):
            examples.add(row={**own.row}, by=town.coordinator)
            case = make_case(town=town)
            PracticeResult.objects.create(record="E001", case=case, by=town.owner, gave="x", shown="y")

    assert counts[0] == counts[1]


def looked_back(town, case):
    return Evaluation.objects.create(case=case, wanted="a", now="b", other_causes="c", adjust="d", by=town.owner)


def test_result_needs_a_case_that_chose_it_and_was_looked_back_on(town, client_of):
    case = make_case(town=town)
    client, url = client_of(town.owner), reverse("library:result_new", args=["K07"])
    data = {"case": case.pk, "gave": "Groepen groeten elkaar.", "shown": "Het wijkteam telde.", "again": ""}

    assert client.post(url, data).status_code == 403
    advice.choose_example(case=case, record=versions.shelf().get("K07"), by=town.owner, why="x")
    assert client.post(url, data).status_code == 403
    looked_back(town, case)
    assert client.post(url, {**data, "gave": "BSN 111222333"}).status_code == 200
    assert not PracticeResult.objects.exists()
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 403
    assert PracticeResult.objects.count() == 1


def test_result_names_the_case_only_to_who_may_see_it(town, client_of):
    case = make_case(town=town, title="Onrust om de speeltuin")
    advice.choose_example(case=case, record=versions.shelf().get("K07"), by=town.owner, why="x")
    looked_back(town, case)
    examples.add_result(
        record=versions.shelf().get("K07"), case=case, by=town.owner, gave="Het werd rustig.", shown="y", again=""
    )
    url = reverse("library:detail", args=["K07"])

    mine, theirs = (client_of(person).get(url).content.decode() for person in (town.owner, town.outsider))

    assert "Het werd rustig." in mine and "Het werd rustig." in theirs
    assert "Onrust om de speeltuin" in mine and "Onrust om de speeltuin" not in theirs
    drop = reverse("library:result_drop", args=[PracticeResult.objects.get().pk])
    assert client_of(town.owner).post(drop).status_code == 403
    assert client_of(town.coordinator).post(drop).status_code == 302
    assert "Het werd rustig." not in client_of(town.owner).get(url).content.decode()


def test_exercise_gives_no_result(town, client_of):
    case = make_case(town=town, exercise=True)
    advice.choose_example(case=case, record=versions.shelf().get("K07"), by=town.owner, why="x")
    looked_back(town, case)

    answer = client_of(town.owner).post(
        reverse("library:result_new", args=["K07"]), {"case": case.pk, "gave": "a", "shown": "b"}
    )

    assert answer.status_code == 403 and not PracticeResult.objects.exists()


def test_coordinator_is_reminded_after_half_a_year_and_done_when_reviewed(town, client_of, own):
    today = timezone.localdate()
    examples.remind_all(today + timedelta(days=181))
    assert not Reminder.objects.exists()

    for _ in range(2):
        examples.remind_all(today + timedelta(days=182))

    row = Reminder.objects.get()
    assert (row.to, row.kind, row.url) == (town.coordinator, "example", reverse("library:detail", args=["E001"]))
    LibraryRecord.objects.update(reviewed_on=today - timedelta(days=200))
    assert "Bankjesgesprek" in client_of(town.coordinator).get(reverse("library:review")).content.decode()
    client_of(town.coordinator).post(reverse("library:reviewed", args=["E001"]))
    row.refresh_from_db()
    assert row.done_at is not None
    assert "Alles is nagekeken" in client_of(town.coordinator).get(reverse("library:review")).content.decode()


def test_retired_example_asks_for_no_review(town, own):
    own.row["status"] = "stopped"
    own.save()

    examples.remind_all(timezone.localdate() + timedelta(days=400))

    assert not Reminder.objects.exists()

"""The admin's rules: a draft, its mistakes by line, trying, publishing, and every version kept."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from analysis import boards_advice, versions
from analysis.actions import places, rulebook
from analysis.models_advice import RuleVersion
from common.refusal import Refused
from method.directions.reading import shipped_text
from method.worksheets import library
from tests.analysis.described import say
from tests.factories import make_case

SECOND = shipped_text().replace('version: "2"', 'version: "3"')
WEAKER = "any_of: [P01, P02]\n    strength: mogelijk"
STRONG = SECOND.replace(WEAKER, WEAKER.replace("mogelijk", "sterk"))
assert STRONG != SECOND != shipped_text()


@pytest.fixture(autouse=True)
def shelf():
    return library()


@pytest.fixture
def draft(town):
    return rulebook.start(kind="rules", by=town.admin, note="Aanspreken telt zwaarder.")


def save(client, draft, written, **fields):
    data = {"text": written, "note": "Aanspreken telt zwaarder.", "version": draft.version, **fields}
    answer = client.post(reverse("rulebook:draft", args=[draft.pk]), data)
    draft.refresh_from_db()
    return answer


def publish(client, draft, reason=""):
    url = reverse("rulebook:publish", args=[draft.pk])
    answer = client.post(url, {"version": draft.version, "reason": reason})
    draft.refresh_from_db()
    return answer


def test_draft_starts_from_what_is_in_use_and_changes_nothing_yet(town, client_of):
    answer = client_of(town.admin).post(reverse("rulebook:list"), {"kind": "rules", "note": "Proberen."})

    made = RuleVersion.objects.get(state="draft")
    assert answer.url == reverse("rulebook:draft", args=[made.pk])
    assert made.text == shipped_text() and made.from_version.shipped
    assert versions.in_use().pk == 0


def test_mistakes_are_named_by_line_and_the_text_stays(town, client_of, draft):
    broken = SECOND.replace("any_of: [P01, P02]", "any_of: [P01, P77]")
    line = broken[: broken.index("P77")].count("\n") + 1

    save(client_of(town.admin), draft, broken)
    html = client_of(town.admin).get(reverse("rulebook:draft", args=[draft.pk])).content.decode()

    assert f"Regel {line}: " in html and "P77" in html
    assert draft.text == broken
    assert draft.state == "draft" and "nog een fout" in publish(client_of(town.admin), draft).content.decode()


def test_text_that_is_no_yaml_is_not_kept_but_stays_on_the_page(town, client_of, draft):
    answer = save(client_of(town.admin), draft, 'version: "3"\nrules: [onaf')

    html = answer.content.decode()
    assert answer.status_code == 200 and "rules: [onaf" in html and "Regel 2" in html
    assert "nog niet bewaard" in html and draft.text == shipped_text()


def test_personal_data_in_a_sentence_is_refused(town, client_of, draft):
    text = SECOND.replace("Geldt altijd", "x").replace(
        "Mensen durven of kunnen niets zeggen over gedrag.", "Bel BSN 111222333 voor meer."
    )
    assert text != SECOND

    answer = save(client_of(town.admin), draft, text)

    assert answer.status_code == 200 and draft.text == shipped_text()


def test_trying_shows_what_differs_and_numbers_of_cases_without_titles(town, client_of, draft):
    for number in range(3):
        case = make_case(town=town, title=f"Geheime titel {number}")
        place = places.add(case=case, by=town.owner, label="Plek", kind="L3", parts=[], area=None, hotspot=False)
        say(case, town.owner, "forms", ["V2"] if number else ["V3"], place)
    make_case(town=town, title="Zonder plek")

    answer = save(client_of(town.admin), draft, STRONG, proberen="ja")
    html = client_of(town.admin).get(reverse("rulebook:draft", args=[draft.pk])).content.decode()

    assert answer.url.endswith("#uitkomst")
    assert (draft.tried["cases"], draft.tried["changed"]) == (3, 2)
    assert "Bij 2 van 3 open casussen" in html and "2 × " in html
    assert "Geheime titel" not in html and "Geheime titel" not in str(draft.tried)
    assert any(each["differences"] for each in draft.tried["known"]) and "anders uit dan verwacht" in html


def test_closed_cases_and_exercises_are_not_counted(town, draft):
    case = make_case(town=town, exercise=True)
    places.add(case=case, by=town.owner, label="Plek", kind="L3", parts=[], area=None, hotspot=False)

    assert rulebook.try_out(version=draft, by=town.admin).cases == 0


def test_publishing_needs_all_known_situations_or_a_reason(town, client_of, draft):
    client = client_of(town.admin)
    save(client, draft, STRONG)

    refused = publish(client, draft)
    assert draft.state == "draft" and "anders uit dan verwacht" in refused.content.decode()
    assert publish(client, draft, "Zo werken wij.").status_code == 302

    assert (draft.state, draft.name, draft.reason) == ("published", "3", "Zo werken wij.")
    assert versions.in_use().name == "3"
    assert [rule.strength for rule in versions.rules_of(versions.in_use()).rules if rule.code == "OR5-2"] == ["sterk"]


def test_page_of_a_case_follows_the_published_version(town, client_of, draft):
    case = make_case(town=town)
    place = places.add(case=case, by=town.owner, label="Plek", kind="L3", parts=[], area=None, hotspot=False)
    say(case, town.owner, "forms", ["V2"], place)
    strength = lambda: boards_advice.worked(case, "NL").full.advice.strengths["OR5"]  # noqa: E731
    before = strength()
    save(client_of(town.admin), draft, STRONG)
    publish(client_of(town.admin), draft, "Zo werken wij.")

    html = client_of(town.owner).get(reverse("analysis:advice", args=[case.pk])).content.decode()

    assert (before, strength()) == ("mogelijk", "sterk")
    assert "Versie 3, sinds vandaag" in html


def test_number_of_a_version_is_used_once(town, client_of, draft):
    client = client_of(town.admin)

    assert "Er is al een versie 2" in publish(client, draft).content.decode()
    save(client, draft, SECOND)
    assert publish(client, draft).status_code == 302


def test_published_version_never_changes_and_going_back_is_a_new_draft(town, client_of, draft):
    client = client_of(town.admin)
    save(client, draft, SECOND)
    publish(client, draft)
    shipped = RuleVersion.objects.get(shipped=True)

    with pytest.raises(Refused):
        rulebook.edit(version=draft, text="x", note="x", by=town.admin, seen=draft.version)
    assert client.get(reverse("rulebook:draft", args=[draft.pk])).url == reverse("rulebook:version", args=[draft.pk])
    assert publish(client, draft).status_code in {200, 403}
    answer = client.post(reverse("rulebook:version", args=[shipped.pk]), {"note": "Terug naar versie 2."})

    back = RuleVersion.objects.get(state="draft")
    draft.refresh_from_db()
    assert answer.url == reverse("rulebook:draft", args=[back.pk])
    assert (back.text, back.from_version) == (shipped_text(), shipped)
    assert (draft.text, draft.state, versions.in_use().pk) == (SECOND, "published", draft.pk)


@pytest.mark.parametrize(
    "change",
    [{"text": "rules: []"}, {"name": "9"}, {"state": "draft"}, {"reason": "Anders."}, {"published_at": None}],
    ids=lambda change: next(iter(change)),
)
def test_database_itself_refuses_to_change_what_was_published(town, client_of, draft, change):
    client = client_of(town.admin)
    RuleVersion.objects.filter(pk=draft.pk).update(note="Een concept mag nog wijzigen.")
    draft.refresh_from_db()
    save(client, draft, SECOND)
    publish(client, draft)
    assert draft.state == "published"

    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.filter(pk=draft.pk).update(**change)

    draft.refresh_from_db()
    assert (draft.text, draft.name, draft.state) == (SECOND, "3", "published")


def test_two_admins_at_once_both_see_both_texts(town, client_of, draft):
    old = draft.version
    save(client_of(town.admin), draft, SECOND)

    clash = save(client_of(town.admin), draft, STRONG, version=old)

    html = clash.content.decode()
    assert clash.status_code == 200 and "De tekst van uw collega" in html
    assert draft.text == SECOND


def test_dropped_draft_stays_readable(town, client_of, draft):
    client_of(town.admin).post(reverse("rulebook:drop", args=[draft.pk]))

    draft.refresh_from_db()
    assert draft.state == "dropped"
    assert client_of(town.admin).get(reverse("rulebook:version", args=[draft.pk])).status_code == 200


def test_points_of_the_ranking_have_versions_too(town, client_of):
    draft = rulebook.start(kind="weights", by=town.admin, note="Vaak en klein telt zwaarder.")
    text = draft.text.replace('version: "1"', 'version: "2"')
    assert text != draft.text
    save(client_of(town.admin), draft, text)

    assert publish(client_of(town.admin), draft).status_code == 302
    assert versions.in_use("weights").name == "2" and versions.in_use("rules").name == "2"
    html = client_of(town.admin).get(reverse("rulebook:version", args=[draft.pk])).content.decode()
    assert "punten: " in html


@pytest.mark.parametrize("name", ["list", "shipped", "version", "draft", "publish", "drop"])
def test_rules_are_for_the_admin_only(town, client_of, draft, name):
    url = reverse(f"rulebook:{name}", args={"list": [], "shipped": ["rules"]}.get(name, [draft.pk]))

    for person in (town.reporter, town.owner, town.coordinator, town.executive):
        assert client_of(person).get(url).status_code == 403
        assert client_of(person).post(url).status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("wrong", [{"text": ""}, {"note": ""}, {"note": "x" * 301}, {"version": "x"}])
def test_wrong_draft_is_refused(town, client_of, draft, wrong):
    assert save(client_of(town.admin), draft, SECOND, **wrong).status_code == 200
    assert draft.text == shipped_text()

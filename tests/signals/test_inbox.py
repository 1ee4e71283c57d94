"""The list of signals: who sees what, filters, saved filters, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organisation.models import User
from signals.models import SavedFilter, Signal, SignalMark
from tests.factories import make_signal

URL = "/signalen/"


def found(client, query=""):
    page = client.get(f"{URL}{query}")
    assert page.status_code == 200
    return {row["number"] for row in page.context["rows"]}


def test_list_is_newest_first_and_goes_on_where_it_stopped(town, client_of, django_assert_num_queries):
    now = timezone.now()
    signals = [make_signal(town=town, reported_at=now - timedelta(minutes=n)) for n in range(53)]
    client = client_of(town.coordinator)

    first = client.get(URL)
    second = client.get(URL, {"na": first.context["listing"].next_cursor})

    assert [row["number"] for row in first.context["rows"]] == [signal.number for signal in signals[:50]]
    assert [row["number"] for row in second.context["rows"]] == [signal.number for signal in signals[50:]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_number_of_queries(town, client_of, django_assert_num_queries, count):
    for _ in range(count):
        make_signal(town=town, kind="acute")
    client = client_of(town.coordinator)
    client.get(URL)

    with django_assert_num_queries(8):
        client.get(URL)


@pytest.mark.parametrize("count", [1, 3])
def test_mine_takes_the_same_number_of_queries(town, client_of, django_assert_num_queries, count):
    for _ in range(count):
        make_signal(town=town).news.create(text="Nieuws", by=town.coordinator)
    client = client_of(town.reporter)
    client.get("/signalen/mijn/")

    with django_assert_num_queries(6):
        client.get("/signalen/mijn/")


def test_reporter_and_admin_have_no_list(town, client_of):
    assert client_of(town.reporter).get(URL).status_code == 403
    assert client_of(town.admin).get(URL).status_code == 403


def test_department_sees_only_its_own(town, client_of):
    ours = make_signal(town=town, department=town.social, state="assessing")
    make_signal(town=town, department=town.safety, state="assessing")
    make_signal(town=town)

    assert found(client_of(town.assessor)) == {ours.number}


@pytest.fixture
def two(town):
    """One signal that every filter below finds, and one that none finds."""
    old = timezone.now() - timedelta(days=100)
    match = make_signal(
        town=town, kind="acute", direction="both", theme=town.theme, known="rumour", source_kind="police",
        state="assessing", origin="national", online=True, reported_at=old, place="bij de brug",
    )  # fmt: skip
    SignalMark.objects.create(signal=match, kind="dynamic", code="DYN3", way="more")
    make_signal(
        town=town, area=town.other_neighbourhood, district=town.other_district, department=town.safety,
        state="linked", discussed_domains=["social"], checked_at=timezone.now(), direction="unknown",
    )  # fmt: skip
    return match


@pytest.mark.parametrize(
    "query",
    [
        "area={town.district.pk}",
        "area={town.neighbourhood.pk}",
        "until={old}",
        "since=2020-01-01&until={old}",
        "axis=groups",
        "axis=government",
        "theme={town.theme.pk}",
        "kind=acute",
        "known=rumour",
        "source_kind=police",
        "state=assessing",
        "origin=national",
        "online=yes",
        "dynamic=DYN3",
        "only=unassigned",
        "only=undiscussed",
        "only=stale",
        "only=unlinked",
        "only=acute",
        "only=unassigned&only=stale&kind=acute&area={town.district.pk}",
        "q=brug&kind=acute",
    ],
)
def test_filter_gives_the_expected_signals(town, client_of, two, query):
    old = (timezone.localdate() - timedelta(days=99)).isoformat()

    assert found(client_of(town.coordinator), "?" + query.format(town=town, old=old)) == {two.number}


def test_filter_on_state_open_and_municipality_keep_everything_open(town, client_of, two):
    assert len(found(client_of(town.coordinator), f"?state=open&area={town.municipality.pk}")) == 2


@pytest.mark.parametrize(
    "query",
    [
        "area=999999999999999999999", "area=x", "area=%00", "since=gisteren", "until=0001-01-01", "since=9999-12-31",
        "kind=%F0%9F%98%80", "state=<b>", "theme=-1", "department=%27", "only=alles", "dynamic=DYN99",
        "online=misschien",
        "na=kapot", "na=%00", "na=2026-01-01T00:00:00%2B00:00_99999999999999999999999", 
        "na=9999-12-31T23:59:59%2B00:00_1", "q=%00", "q=%F0%9F%98%80", "na=5&q=plein", "na=²&q=plein",
    ],
)  # fmt: skip
def test_odd_filter_never_fails(town, client_of, two, query):
    client = client_of(town.coordinator)

    assert client.get(f"{URL}?{query}").status_code == 200
    assert client.get(f"{URL}filter/?{query}").status_code == 200


def test_wrong_filter_says_so(town, client_of, two):
    page = client_of(town.coordinator).get(f"{URL}?since=gisteren").content.decode()

    assert "Dit filter klopt niet" in page


def test_empty_list_says_what_belongs_here_and_differs_from_no_result(town, client_of):
    nothing = client_of(town.coordinator).get(URL).content.decode()
    department = client_of(town.assessor).get(URL).content.decode()
    filtered = client_of(town.coordinator).get(f"{URL}?kind=acute").content.decode()

    assert "Er zijn nog geen signalen." in nothing
    assert "Er is nog geen signaal aan uw afdeling toegewezen." in department
    assert "Geen signaal past bij deze keuze." in filtered


def test_filter_is_saved_used_renamed_and_removed(town, client_of):
    client = client_of(town.coordinator)

    saved = client.post(f"{URL}filter/bewaren/", {"name": "Geruchten", "query": "known=rumour&na=5&x=y"})
    own = SavedFilter.objects.get()
    client.post(f"{URL}filter/{own.pk}/naam/", {"name": "Wat men zegt"})
    page = client.get(URL).content.decode()
    client.post(f"{URL}filter/{own.pk}/weg/")

    assert saved.url == f"{URL}?known=rumour"
    assert "Wat men zegt" in page
    assert SavedFilter.objects.count() == 0


def test_filter_of_someone_else_cannot_be_touched(town, client_of):
    theirs = SavedFilter.objects.create(user=town.coordinator, name="Geruchten", query="known=rumour")

    assert client_of(town.owner).post(f"{URL}filter/{theirs.pk}/weg/").status_code == 404
    assert client_of(town.owner).post(f"{URL}filter/{theirs.pk}/naam/", {"name": "x"}).status_code == 404
    assert "Geruchten" not in client_of(town.owner).get(URL).content.decode()


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        ("Geruchten", "known=rumour", "U hebt al een filter met deze naam."),
        ("", "known=rumour", "Geef het filter een naam."),
        ("x" * 61, "known=rumour", "60 tekens"),
        ("a\0", "known=rumour", "Null-tekens"),
        ("Leeg", "", "Zet eerst een filter aan."),
        ("Vreemd", "javascript:alert(1)", "Zet eerst een filter aan."),
    ],
)
def test_bad_saved_filter_gets_a_sentence(town, client_of, name, query, sentence):
    SavedFilter.objects.create(user=town.coordinator, name="Geruchten", query="known=rumour")

    page = client_of(town.coordinator).post(f"{URL}filter/bewaren/", {"name": name, "query": query})

    assert sentence in page.content.decode()
    assert SavedFilter.objects.count() == 1


def test_explore_offers_both_ways_to_start(town, client_of):
    make_signal(town=town)

    page = client_of(town.coordinator).get(f"{URL}verkennen/").content.decode()

    assert "Wat speelt er in een gebied?" in page and "Is er iets aan de hand?" in page
    assert '<optgroup label="Bloemetjeswijk">' in page


def test_mine_shows_what_was_done_and_marks_it_read(town, client_of):
    signal = make_signal(town=town)
    news = signal.news.create(text="Gekoppeld aan een casus.", by=town.coordinator)
    make_signal(town=town, reporter=town.owner, what="Van een ander.")
    client = client_of(town.reporter)

    page = client.get("/signalen/mijn/").content.decode()
    client.post("/signalen/mijn/gelezen/")

    news.refresh_from_db()
    assert "Gekoppeld aan een casus." in page and "Ongelezen</span>" in page
    assert "Van een ander." not in page
    assert news.read_at is not None


def test_signal_from_any_department_reaches_the_coordinator(town, client_of):
    for user in User.objects.all():
        if user != town.coordinator:
            make_signal(town=town, reporter=user)

    assert len(found(client_of(town.coordinator), "?only=unassigned")) == Signal.objects.count()

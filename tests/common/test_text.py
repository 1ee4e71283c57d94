"""The text check: how much it catches, how often it is wrong, and that nothing odd breaks or slows it."""

from pathlib import Path

import pytest
import yaml

from common.textcheck import MESSAGES, check, words
from organisation import allowlist
from organisation.models import Partner
from tests.people import Town

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _no_own_words(settings, request):
    if "town" not in request.fixturenames:
        settings.TEXTCHECK_ALLOWED = ""
    allowlist.forget()
    yield
    allowlist.forget()


def measured(name: str) -> tuple[float, float]:
    """The share of texts with personal data that is found, and the share of clean texts that is flagged."""
    texts = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    clean = texts.pop("schoon")
    personal = [text for group in texts.values() for text in group]
    found = sum(bool(check(text)) for text in personal) / len(personal)
    wrong = sum(bool(check(text)) for text in clean) / len(clean)
    return found, wrong


SETS = ["set", "heldout", "notes", "stranger", "fresh1", "fresh2", "fresh3", "fresh4", "fresh5", "fresh6"]


@pytest.mark.parametrize("name", SETS)
def test_check_catches_95_of_100_and_flags_fewer_than_5_of_100_clean_texts(name):
    found, wrong = measured(f"textcheck_{name}.yaml")

    assert found >= 0.95
    assert wrong < 0.05


def test_check_catches_at_least_95_of_100_of_each_kind_and_calls_it_by_its_kind():
    """Over all sets that sort their texts by kind; an age behind a name may be found as the name."""
    texts: dict[str, list[str]] = {}
    for name in SETS:
        for kind, group in yaml.safe_load((HERE / f"textcheck_{name}.yaml").read_text(encoding="utf-8")).items():
            texts.setdefault(kind, []).extend(group)

    def right(kind: str, text: str) -> bool:
        kinds = {finding.kind for finding in check(text)}
        return kind in kinds or (kind == "geboorte" and "naam" in kinds)

    shares = {kind: sum(right(kind, text) for text in texts[kind]) / len(texts[kind]) for kind in MESSAGES}

    assert {kind for kind, share in shares.items() if share < 0.95} == set()
    assert min(len(texts[kind]) for kind in MESSAGES) >= 15


def test_the_names_of_the_package_are_where_we_look_for_them():
    assert len(words.FIRST) > 4500
    assert len(words.LAST) > 2500
    assert words.FIRST >= {"sanne", "seppe", "fatma", "grzegorz", "kwabena", "abdelhak", "agnieszka"}
    assert words.LAST >= {"peeters", "jansen", "yilmaz", "lambrechts", "tuinstra"}


@pytest.mark.parametrize(
    "text, kind, part",
    [
        ("Bel 06\u200b12\u200b34\u200b56\u200b78.", "telefoon", "06\u200b12\u200b34\u200b56\u200b78"),
        ("Bel 06\u00a0-\u200312 34 56 78.", "telefoon", "06\u00a0-\u200312 34 56 78"),
        ("Bel ٠٦١٢٣٤٥٦٧٨", "telefoon", "٠٦١٢٣٤٥٦٧٨"),
        ("😀😀 BSN 1234\x0056782 😀", "bsn", "1234\x0056782"),
        ("Hier woont Yılmaz, zegt men", "naam", "Yılmaz"),
        ("Met mevrouw Öztürk gesproken", "naam", "mevrouw Öztürk"),
        ("Wagen １－ＡＢＣ－１２３ reed weg", "kenteken", "１－ＡＢＣ－１２３"),
        ("Zie jan.peeters＠example.com nu", "e-mail", "jan.peeters＠example.com"),
    ],
)
def test_disguised_data_is_found_at_its_own_place(text, kind, part):
    (finding,) = check(text)

    assert (finding.kind, text[finding.start : finding.end]) == (kind, part)


@pytest.mark.parametrize(
    "kind, text", [("bsn", "BSN 123456782"), ("kenteken", "Auto 12-ABC-3"), ("rijksregisternummer", "85.07.30-033.28")]
)
def test_numbers_and_plates_are_refused(kind, text):
    (finding,) = check(text)

    assert (finding.kind, finding.refuse) == (kind, True)


@pytest.mark.parametrize(
    "text",
    ["Casus 13", "Bijeenkomst 2", "Bel 112", "Elke maandag overleg.", "Ouders, Bezoekers en Buren", "van jan tot mrt"],
)
def test_titles_and_lists_of_a_form_are_left_alone(text):
    assert check(text) == []


def test_a_message_never_repeats_what_was_found():
    texts = yaml.safe_load((HERE / "textcheck_set.yaml").read_text(encoding="utf-8"))
    texts.pop("schoon")

    repeated = [
        text
        for group in texts.values()
        for text in group
        for finding in check(text)
        if text[finding.start : finding.end].lower() in finding.message.lower()
    ]

    assert repeated == []


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "😀", "\ud800", "a" * 20_000, "<b>vet</b>", "'; DROP TABLE", "\u200b" * 50]
)
def test_odd_text_gives_no_findings(text):
    assert check(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        "A.",
        "1 ",
        "a.",
        "a@",
        "Van De ",
        "Jan van de ",
        "bsn ",
        "1-A-",
        "NL91 ",
        "x.com/",
        "Straat 1 ",
        "a_",
        "+",
        "geb ",
        "°",
        "vd ",
        "op Ab ",
        "De Oude ",
        "a.b op x ",
        "nul een ",
        "jan en zijn ",
        "hij van 1 ",
    ],
)
@pytest.mark.timeout(60)
def test_nasty_text_comes_to_an_end(piece):
    """A pattern that goes back over what it read takes minutes on this; `script/bench rules` has the figures."""
    check((piece * 100_000)[:100_000])


def test_the_towns_own_words_are_no_names(town: Town):
    text = "De stichting vroeg Karim Benali om hulp."
    before = check(text)
    Partner.objects.create(name="Karim Benali", kind="other")
    allowlist.forget()

    assert [finding.kind for finding in before] == ["naam"]
    assert check(text) == []


def test_the_own_words_are_read_with_one_query_a_minute(town: Town, django_assert_num_queries):
    with django_assert_num_queries(1):
        check("Rustig plein.")
        check("Rustig plein.")

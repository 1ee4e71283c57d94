"""Loud voices and concerns are for the working group (domain §10.4, R-B-161): nobody else gets a word of them.

Every address of the URLconf that a case may have is opened; each closed question holds a word that could leak. The
case is full: a plan, actions, messages, a meeting and every document that can be made of it stand beside the words.
"""

import itertools
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis import paper, references
from analysis.actions import answers, moments, places
from analysis.actions import team as team_actions
from analysis.actions.answers import Content
from analysis.models_team import TeamMember
from analysis.rules_team import in_group
from cases.models import CaseMember
from cases.timeline import events
from common import documents
from common.models import AuditEvent, Document, Job, Mail
from common.refusal import Refused
from method.worksheets import library, values
from method.worksheets.model import CLOSED, Kind
from organisation.roles import Role
from plans.models_communication import Message
from pvk import due
from tests.factories import link, make_action, make_case, make_diagnosis, make_plan, make_signal
from tests.pdf_text import everything_of
from tests.people import make_user
from tests.test_every_url import ALL

SPACES = ("analysis", "cases", "common", "evaluation", "plans", "policy", "signals", "workshops")
BY_CASE = ("casussen/<", "plannen/casus/<", "evaluaties/casus/<")
"""Addresses whose first number is that of the case."""


def closed_items():
    return [(sheet, item) for sheet in library().sheets for item in sheet.items if item.closed]


def filled(item, word):
    """An answer to this question in which the word stands."""
    if item.kind == Kind.TEXT:
        return values.clean(item, {"text": f"Men zegt {word}."})
    if item.kind == Kind.TABLE:
        first = next(column for column in item.columns if column.kind == Kind.TEXT)
        return values.clean(item, {"rows": [{item.columns[0].code: word, first.code: word}]})
    if item.option("own") is None:  # the remark and the source beside it hold the word
        return values.clean(item, {"codes": [item.options[0].code]})
    return values.clean(item, {"codes": ["own"], "own": {"own": word}})


@pytest.fixture
def case(town):
    """A case on which everything else stands as well, so that each page about it opens."""
    case = make_case(town=town)
    make_diagnosis(case=case, by=town.owner)
    link(case=case, signal=make_signal(town=town), by=town.owner)
    make_action(plan=make_plan(case=case), town=town)
    Message.objects.create(case=case, message="Wij beginnen in mei.")
    return case


@pytest.fixture
def file(town, case):
    """Each closed question answered by the owner, frozen, changed, and with a place of the case beside it."""
    place = places.add(case=case, by=town.owner, label="Het plein", kind="L2", parts=[], area=None, hotspot=False)
    words = []
    sheets = {}
    for number, (worksheet, item) in enumerate(closed_items()):
        if item.kind == Kind.REFERENCE:
            continue
        sheet = answers.open_sheet(case=case, worksheet=worksheet, by=town.owner)
        sheets[sheet.pk] = sheet
        for seen, form in ((0, "eerst"), (1, "later")):
            word = f"zwaluw{number}{form}"
            words.append(word)
            said = Content(filled(item, word), reason=f"reden{word}", source=f"bron{word}")
            answers.go_on(sheet=sheet, step=_step(worksheet, item), reason="Dat kan nu al.", by=town.owner)
            answers.answer(sheet=sheet, item=item, said=said, joint=False, seen=seen, by=town.owner)
            if form == "eerst":
                moments.freeze(sheet=sheet, by=town.owner)
    for sheet in sheets.values():
        moments.freeze(sheet=sheet, by=town.owner)
    return {"place": place, "sheets": list(sheets.values()), "words": words}


def _step(worksheet, item):
    return next(step.code for step in worksheet.steps if item in step.items)


def addresses(case, file):
    """Every address that could be a page about this case, with the ids of what it holds."""
    ids = [case.pk, file["place"].pk, *(sheet.pk for sheet in file["sheets"]), *range(1, 10)]
    for name, path, _ in ALL:
        if name.rpartition(":")[0] not in SPACES or "<" not in path:
            continue
        holes = re.findall(r"<[^>]+>", path)
        first = [case.pk] if path.startswith(BY_CASE) else dict.fromkeys(ids)
        rest = [first, *([dict.fromkeys(ids)] * (len(holes) - 1))]
        for numbers in itertools.product(*rest):
            address = "/" + path
            for hole, number in zip(holes, numbers, strict=True):
                address = address.replace(hole, str(number), 1)
            yield address


def everything(client, case, file):
    """All that somebody gets to read, and how many pages opened."""
    pages = [client.get(address) for address in (*addresses(case, file), "/", "/signalen/", "/witte-vlekken/")]
    pages += [client.get(f"{address}?van=1&tot={to}") for address in _compare(case, file) for to in ("", 2)]
    opened = [each for each in pages if each.status_code == 200]
    return "\n".join(f"{each.request['PATH_INFO']} {_text(each)}" for each in opened), len(opened)


def _text(answer):
    made = answer.getvalue()
    if made.startswith(b"%PDF"):
        return "".join(everything_of(made).split())  # a line may end in a word
    return made.decode(errors="replace")


def _compare(case, file):
    return [reverse("analysis:compare", args=[case.pk, sheet.pk]) for sheet in file["sheets"]]


def leaked(text, words):
    return [word for word in words if word in text]


def leaking(user, case, file, client_of):
    """The addresses on which a closed word stands."""
    client = client_of(user)
    found = {}
    for address in addresses(case, file):
        answer = client.get(address)
        if answer.status_code == 200 and (words := leaked(_text(answer), file["words"])):
            found[address] = words
    return found


@pytest.mark.slow
@pytest.mark.parametrize("who", ["assessor", "executive", "partner"])
def test_nobody_outside_the_group_reads_a_word_of_it(who, town, case, file, client_of):
    partner = make_user(email="partner@welzijn.example", name="Pia Partner", role=Role.PARTNER)
    CaseMember.objects.create(case=case, user=partner, by=town.owner)
    user = partner if who == "partner" else getattr(town, who)

    text, opened = everything(client_of(user), case, file)

    assert opened > 30
    assert leaked(text, file["words"]) == []
    assert "Alleen de werkgroep van deze casus leest dit." in text


ASK = ("plans:report_ask", "plans:summary_ask")


@pytest.mark.slow
def test_no_document_that_the_group_made_brings_it_outside(town, case, file, client_of):
    """The owner has every document made; who may only look opens each of them, and finds no word of it."""
    owner = client_of(town.owner)
    for name in ASK:
        assert owner.post(reverse(name, args=[case.pk])).status_code == 302
    owner.post(reverse("analysis:ask_document", args=[case.pk, file["place"].pk]))
    owner.post(reverse("plans:ask_document", args=[case.plan.pk]))
    chosen = owner.get(reverse("plans:public", args=[case.pk])).context["form"].draft
    everything = {"parts": [part.code for part in chosen.parts], "texts": [text.key for text in chosen.texts]}
    assert owner.post(reverse("plans:public_ask", args=[case.pk]), everything).status_code == 302
    made = list(Document.objects.values_list("pk", flat=True))
    for pk in made:
        documents.make(pk)

    def read(user):
        answers_ = [client_of(user).get(reverse("common:document_download", args=[pk])) for pk in made]
        return [_text(answer) for answer in answers_ if answer.status_code == 200]

    inside, assessor, executive = read(town.owner), read(town.assessor), read(town.executive)

    assert len(made) == len(inside) >= 4
    now = [word for word in file["words"] if word.endswith("later")]
    assert leaked("".join(inside), file["words"]) == now  # in the report of the group, and nowhere else
    assert sum(bool(leaked(text, file["words"])) for text in inside) == 1
    assert 0 < len(assessor) < len(inside) and 0 < len(executive) < len(inside)
    assert leaked("".join([*assessor, *executive]), file["words"]) == []


@pytest.mark.parametrize("code", ["zorgen", "voorwaarde", "welke_voorwaarde", "partijen"])
def test_what_goes_on_about_a_concern_is_closed_in_every_edition(code):
    """The condition of a concern and the table with a concern per party say as much as the concern itself."""
    editions = [sheet for sheet in library().by_key.values() if sheet.code == "kis-azc"]

    assert [sheet.version for sheet in editions if not sheet.item(code).closed] == []


def test_mail_jobs_and_the_trail_hold_none_of_it(town, case, file):
    due.remind(timezone.localdate())

    kept = [str(list(model.objects.values())) for model in (Mail, Job, AuditEvent)]

    assert [leaked(text, file["words"]) for text in kept] == [[], [], []]
    assert "answer" in kept[2]


@pytest.mark.slow
def test_the_group_reads_all_of_it(town, case, file, client_of):
    text, _ = everything(client_of(town.owner), case, file)

    assert leaked(text, file["words"]) == file["words"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("owner", True), ("coordinator", True), ("privacy", True), ("assessor", False), ("executive", False)],
)
def test_who_belongs_to_the_group(who, sees, town, case):
    assert in_group(getattr(town, who), case) is sees


def test_a_colleague_reads_it_from_the_day_of_joining_until_the_day_of_leaving(town, case, file, client_of):
    sheet = next(each for each in file["sheets"] if each.worksheet == "vl-2")
    address = reverse("analysis:sheet", args=[case.pk, sheet.pk])
    client = client_of(town.assessor)
    member = TeamMember(case=case, user=town.assessor, function="jeugdwerker", organisation_name="Samenleven")
    team_actions.keep(row=member, fields=[], seen=None, by=town.owner)
    during = leaked(client.get(address).content.decode(), file["words"])

    team_actions.leave(member=member, why="Ander werk.", by=town.owner)
    after = leaked(client.get(address).content.decode(), file["words"])

    assert (bool(during), after) == (True, [])


def test_a_member_of_the_group_of_another_case_reads_nothing(town, case, file):
    other = make_case(town=town, title="Een andere casus")
    TeamMember.objects.create(
        case=other, user=town.assessor, function="jeugdwerker", organisation_name="y", by=town.owner
    )

    assert in_group(town.assessor, other) is True
    assert in_group(town.assessor, case) is False


def test_nobody_outside_the_group_can_answer_it(town, case, file, client_of):
    sheet = next(each for each in file["sheets"] if each.worksheet == "vl-2")
    item = sheet.definition.fed_by("concerns")
    said = Content(filled(item, "poging"))

    with pytest.raises(Refused, match="Alleen de werkgroep"):
        answers.answer(sheet=sheet, item=item, said=said, joint=True, seen=0, by=town.assessor)


def test_paper_timeline_and_other_pages_hold_none_of_it(town, case, file):
    made = str(paper.of(file["place"], "nl"))
    told = str(events(case))
    shown = str([references.answers_to(case, key) for key in CLOSED])
    group = str([references.answers_to(case, key, inside=True) for key in CLOSED])

    assert [leaked(text, file["words"]) for text in (made, told, shown)] == [[], [], []]
    assert leaked(group, file["words"]) != []


def test_a_worksheet_that_leaves_loud_voices_open_to_all_is_refused(tmp_path):
    from method.worksheets.load import load_folder  # noqa: PLC0415  only here

    text = (
        "code: proef\nversion: 1\ntitle: Proef\nguide: VL\nunit: case\nsource: Vlaamse handreiking · Stap 2.1\n"
        "steps:\n  - code: een\n    number: '1'\n    title: Een\n    items:\n"
        "      - {code: stemmen, kind: text, label: Welke stemmen, feeds: loud_voices}\n"
    )
    (tmp_path / "proef.yaml").write_text(text, encoding="utf-8")

    sheets, wrong = load_folder(tmp_path)

    assert not sheets
    assert "alleen de werkgroep" in str(wrong[0])

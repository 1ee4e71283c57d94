"""The decision note: asked once, made by the worker, kept, logged, and readable by everyone."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common import jobs, pdf
from common.models import AuditEvent, Job
from plans import actions, documents
from plans.content import plan_content, read
from plans.models import PlanDocument, PlanVersion, PrincipleNote
from plans.tasks import make_document
from tests.factories import make_action, make_case, make_plan
from tests.pdf_text import texts_of


@pytest.fixture
def document(plan, action, town):
    return actions.ask_document(plan=plan, by=town.owner)


def test_double_click_makes_one_document_and_one_job(plan, town, client_of):
    client = client_of(town.owner)

    answers = [client.post(reverse("plans:ask_document", args=[plan.pk])) for _ in range(2)]

    assert answers[0].url == answers[1].url
    assert PlanDocument.objects.count() == Job.objects.count() == 1


def test_document_waits_while_the_broker_is_down(
    plan, town, client_of, monkeypatch, django_capture_on_commit_callbacks
):
    def broken(*args, **kwargs):
        raise OSError("no broker")

    monkeypatch.setattr("common.jobs.current_app.send_task", broken)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client_of(town.owner).post(reverse("plans:ask_document", args=[plan.pk]), follow=True)

    assert "U mag dit venster sluiten" in answer.content.decode()
    assert Job.objects.get().state == "waiting"


def test_running_the_job_twice_keeps_one_pdf(document, monkeypatch):
    made = []
    monkeypatch.setattr(documents, "make", lambda content: made.append(1) or b"%PDF-x")

    make_document(document.pk)
    make_document(document.pk)

    document.refresh_from_db()
    assert made == [1]
    assert (document.state, bytes(document.pdf)) == ("ready", b"%PDF-x")


def test_job_of_a_document_that_is_gone_ends_quietly(document):
    document.delete()

    make_document(999_999)


def test_failure_is_told_and_can_be_tried_again(document, town, client_of, monkeypatch):
    def fails(content):
        raise ValueError

    monkeypatch.setattr(documents, "make", fails)
    jobs.run(document.job_id)
    client = client_of(town.owner)
    page = client.get(reverse("plans:document", args=[document.pk])).content.decode()
    for _ in range(2):
        client.post(reverse("plans:retry", args=[document.pk]))

    assert "Opnieuw proberen" in page
    document.refresh_from_db()
    assert document.state == "waiting"
    assert Job.objects.count() == 2


def test_page_asks_again_until_it_is_ready(document, town, client_of):
    client = client_of(town.owner)
    url = reverse("plans:document", args=[document.pk])

    waiting = client.get(url, headers={"HX-Request": "true"}).content.decode()
    PlanDocument.objects.update(state="ready", pdf=b"%PDF-x")
    ready = client.get(url, headers={"HX-Request": "true"}).content.decode()

    assert "every 2s" in waiting
    assert "every 2s" not in ready
    assert "<html" not in ready
    assert "PDF downloaden" in ready


def test_page_says_when_the_worker_is_behind(document, town, client_of):
    url = reverse("plans:document", args=[document.pk])
    client = client_of(town.owner)
    in_time = client.get(url).content.decode()
    Job.objects.update(not_before=timezone.now() - timedelta(minutes=5))

    assert "drukker dan gewoonlijk" not in in_time
    assert "drukker dan gewoonlijk" in client.get(url).content.decode()


def test_download_is_an_attachment_and_is_logged(document, town, client_of):
    PlanDocument.objects.update(state="ready", pdf=b"%PDF-x")

    answer = client_of(town.assessor).get(reverse("plans:download", args=[document.pk]))

    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "Rozenstraat" not in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.filter(action="plan.downloaded", actor=f"gebruiker:{town.assessor.pk}").count() == 1


@pytest.mark.parametrize("name", ["document", "download"])
def test_stranger_finds_no_document(document, town, client_of, name):
    PlanDocument.objects.update(state="ready", pdf=b"%PDF-x")

    assert client_of(town.outsider).get(reverse(f"plans:{name}", args=[document.pk])).status_code == 404
    assert client_of(town.reporter).get(reverse(f"plans:{name}", args=[document.pk])).status_code == 403


def test_document_of_a_version_holds_that_version(plan, action, town, client_of):
    actions.submit(plan=plan, by=town.owner)
    actions.withdraw(plan=plan, by=town.owner)
    make_action(plan=plan, town=town, what="Later toegevoegd")

    client_of(town.owner).post(reverse("plans:ask_document", args=[plan.pk]), {"versie": "1"})

    kept = PlanDocument.objects.get()
    assert kept.number == 1
    assert kept.content == PlanVersion.objects.get().content


def test_page_version_and_document_say_the_same(plan, action, document, town, client_of):
    page = client_of(town.owner).get(reverse("plans:detail", args=[plan.case_id])).context["plan"]

    assert read(document.content) == page == plan_content(plan)
    assert documents.context(document.content)["plan"] == page


def html_of(plan):
    from django.template.loader import render_to_string

    return render_to_string(documents.TEMPLATE, documents.context(documents.content_of(plan)))


def test_note_holds_all_that_it_must(plan, action, town):
    PrincipleNote.objects.create(plan=plan, code="P1", note="In het buurthuis.")
    html = html_of(plan)

    for part in (
        "Momentopname van",
        "Vertrouwelijk",
        "Kwadrant D",
        "wijkregisseur, jongerenwerker",
        "Het jongerenwerk ziet vooral ongemak.",
        "Straatgesprek voorbereiden",
        "In het buurthuis.",
        "Nog niet beantwoord",
        "Wees betrouwbaar in afspraken",
        "Volgt na de start.",
        "de werking is niet bewezen",
        "Iedereen is welkom op het plein.",
    ):
        assert part in html, part


def test_public_note_names_functions_only(plan, action, town):
    plan.classification = "public"

    assert town.owner.name not in html_of(plan)


def test_markup_in_a_plan_is_text_in_the_note(plan, action):
    plan.challenge = '<img src="file:///etc/passwd"><script>x</script>'

    assert "&lt;img src=" in html_of(plan)
    assert "<script" not in html_of(plan)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/x",
        "https://example.org/",
        "file:///etc/passwd",
        "ftp://x/",
        "static:../manage.py",
        "static:/etc/passwd",
    ],
)
def test_nothing_but_our_own_files_is_read(address):
    with pytest.raises(Exception, match="disallowed|no such static file|outside of the base"):
        pdf.fetcher().fetch(address)


def elements(file):
    return [
        item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
    ]


@pytest.fixture(scope="module")
def made():
    """One PDF for the tests below; making it takes a second."""
    from tests.plans.example import CONTENT

    return pikepdf.open(io.BytesIO(documents.make(CONTENT.as_json())))


@pytest.mark.slow
def test_note_is_tagged_and_titled(made):
    assert made.Root.Lang == "nl"
    assert made.Root.MarkInfo.Marked
    assert made.Root.ViewerPreferences.DisplayDocTitle
    assert "C-2026-014" in str(made.docinfo["/Title"])
    with made.open_metadata() as data:
        assert data["pdfuaid:part"] == "1"


@pytest.mark.slow
def test_note_has_headings_header_scopes_and_an_alternative_text(made):
    found = elements(made)
    headings = [str(item.S) for item in found if str(item.S) in ("/H1", "/H2", "/H3")]
    heads = [item for item in found if item.S == "/TH"]
    figures = [item for item in found if item.S == "/Figure"]

    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    assert headings.count("/H2") > 8
    assert {str(item.A.Scope) for item in heads} == {"/Column", "/Row"}
    assert all("/Scope" in item.A for item in heads)
    assert len(figures) == 1
    assert "Tussen groepen" in str(figures[0].Alt)


@pytest.mark.slow
def test_note_carries_its_own_fonts(made):
    fonts = [
        item for item in made.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]

    assert any("Source" in str(font.FontName) for font in fonts)
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)


@pytest.mark.slow
def test_an_action_is_never_split_over_two_pages(made):
    """Each row of the actions stands on one page: all of its text belongs to the page that the row is on."""
    rows = [item for item in elements(made) if item.S == "/TR"]

    def pages(item):
        own = {item.Pg.objgen} if "/Pg" in item else set()
        kids = item.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                own |= pages(kid)
        return own

    assert len(made.pages) > 4
    assert all(len(pages(row)) == 1 for row in rows)
    bodies = [row for row in rows if len(row.K) == 6]
    numbers = len(bodies) - sum(1 for row in bodies if row.P.S == "/THead")
    assert numbers == 40


@pytest.mark.slow
@pytest.mark.parametrize("height", [216, 224, 236])
def test_the_line_above_a_table_never_stands_alone_at_the_foot_of_a_page(height):
    """Heading, caption and first row go to the next page together, however full this one is (millimetres)."""
    row = f"<tr><td>{'Regel<br>' * 6}</td></tr>"
    made = pdf.html_to_pdf(
        '<html lang="nl"><head><title>x</title><link rel="stylesheet" href="static:plans/pdf.css"></head>'
        f'<body><div style="height: {height}mm"></div><table><caption>8 acties</caption>'
        f"<thead><tr><th>Wat</th></tr></thead><tbody>{row * 8}</tbody></table></body></html>"
    )

    found = [text for text in texts_of(made) if "8 acties" in text]

    assert ["Regel" in text for text in found] == [True]


@pytest.mark.django_db
def test_asking_rolls_back_with_its_job(plan, town):
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.ask_document(plan=plan, by=town.owner)
        raise RuntimeError

    assert not PlanDocument.objects.exists()
    assert not Job.objects.exists()


def test_note_of_a_plan_without_diagnosis_says_so(town):
    plan = make_plan(case=make_case(town=town))

    assert "Er is nog geen diagnose vastgelegd." in html_of(plan)
    assert documents.make(documents.content_of(plan)).startswith(b"%PDF")

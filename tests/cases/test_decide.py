"""The ladder: five steps, who is to move, what each asks, and what stays of earlier choices."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.actions.decide import Decision, decide
from cases.models import Case, FollowUpDecision
from common.models import AuditEvent, Mail
from common.refusal import Refused
from organisation.models import EscalationRoute, Partner, Step
from tests.factories import make_case, make_diagnosis


@pytest.fixture
def case(town):
    case = make_case(town=town, state=Case.State.DIAGNOSED)
    make_diagnosis(case=case, by=town.owner, outcome="act", x=3, y=2)
    return case


@pytest.fixture
def partner(town) -> Partner:
    return Partner.objects.create(name="Welzijn Noord", kind=Partner.Kind.WELFARE)


def soon():
    return timezone.localdate() + timedelta(days=14)


def choose(case, town, step, **changes) -> FollowUpDecision:
    values = {"step": step, "reason": "Dit past nu.", "department": town.social, "owner": town.owner, **changes}
    submission = values.pop("submission", None)
    by = values.pop("by", town.coordinator)
    return decide(case=case, decision=Decision(**values), by=by, submission=submission)


# What each step asks (R-A-143 to 147)


def test_following_needs_a_date_and_leads_to_monitoring(town, case):
    with pytest.raises(Refused, match="datum"):
        choose(case, town, Step.FOLLOW)

    choose(case, town, Step.FOLLOW, review_on=soon())

    case.refresh_from_db()
    assert (case.level, case.state, case.review_on) == (1, Case.State.MONITORING, soon())


def test_one_department_is_exactly_one(town, case):
    with pytest.raises(Refused, match="één afdeling"):
        choose(case, town, Step.DEPARTMENT, departments=[town.safety])

    choose(case, town, Step.DEPARTMENT, department=town.safety, owner=town.outsider)

    case.refresh_from_db()
    assert (case.department, case.owner, case.state) == (town.safety, town.outsider, Case.State.ACTING)
    assert not case.departments.exists()


def test_internal_joint_needs_two_departments(town, case):
    with pytest.raises(Refused, match="andere afdeling"):
        choose(case, town, Step.INTERNAL_JOINT, departments=[town.social])

    made = choose(case, town, Step.INTERNAL_JOINT, departments=[town.safety, town.social])

    assert list(made.departments.all()) == list(case.departments.all()) == [town.safety]
    assert Case.objects.visible_to(town.outsider).filter(pk=case.pk).exists()


def test_external_needs_a_partner_and_keeps_the_departments(town, case, partner):
    with pytest.raises(Refused, match="partner"):
        choose(case, town, Step.EXTERNAL)

    made = choose(case, town, Step.EXTERNAL, partners=[partner], departments=[town.safety], consultation="Wijkoverleg")

    assert (list(made.partners.all()), list(made.departments.all())) == ([partner], [town.safety])


def test_triangle_at_the_front_needs_a_reason(town):
    case = make_case(town=town, state=Case.State.DIAGNOSED)
    make_diagnosis(case=case, by=town.owner, outcome="act", x=2, y=2)
    with pytest.raises(Refused, match="voorkant") as no:
        choose(case, town, Step.TRIANGLE)
    assert no.value.source == "ESS-handreiking §5.2"

    assert choose(case, town, Step.TRIANGLE, front_reason="De burgemeester is zelf aangesproken.").step == 5


def test_triangle_further_on_needs_none(town, case):
    assert choose(case, town, Step.TRIANGLE).step == 5


def test_steps_may_be_skipped_and_every_choice_stays(town, case):
    for step in (Step.TRIANGLE, Step.DEPARTMENT, Step.TRIANGLE):
        choose(case, town, step)

    assert [decision.step for decision in case.decisions.order_by("pk")] == [5, 2, 5]
    assert AuditEvent.objects.filter(action="case.decided").count() == 3


def test_without_a_diagnosis_there_is_nothing_to_decide(town):
    case = make_case(town=town)

    with pytest.raises(Refused, match="diagnose"):
        choose(case, town, Step.FOLLOW, review_on=soon())


@pytest.mark.parametrize("outcome", ["none", "positive"])
def test_no_action_allows_following_only(town, outcome):
    case = make_case(town=town, state=Case.State.DIAGNOSED)
    make_diagnosis(case=case, by=town.owner, outcome=outcome)

    with pytest.raises(Refused, match="stap 1"):
        choose(case, town, Step.DEPARTMENT)
    choose(case, town, Step.FOLLOW, review_on=soon())


def test_following_may_be_done_by_several_and_stays_following(town):
    case = make_case(town=town, state=Case.State.DIAGNOSED)
    make_diagnosis(case=case, by=town.owner, outcome="monitor")

    choose(case, town, Step.INTERNAL_JOINT, departments=[town.safety], review_on=soon())

    case.refresh_from_db()
    assert (case.state, case.level) == (Case.State.MONITORING, 3)


def test_informed_get_a_message_without_content_and_may_read(town, case):
    choose(case, town, Step.DEPARTMENT, informed=[town.outsider, town.executive])

    mails = Mail.objects.filter(key__startswith="decision:")
    assert {mail.to for mail in mails} == {town.outsider.email, town.executive.email}
    assert not any(case.title in mail.subject + mail.body or "Dit past nu" in mail.body for mail in mails)
    assert Case.objects.visible_to(town.outsider).filter(pk=case.pk).exists()


def test_same_submission_is_stored_once(town, case):
    submission = uuid4()

    assert choose(case, town, Step.DEPARTMENT, submission=submission) == choose(
        case, town, Step.DEPARTMENT, submission=submission
    )
    assert case.decisions.count() == 1


# The pages


def route(town, step=Step.DEPARTMENT, **fields) -> EscalationRoute:
    values = {"step": step, "department": town.safety, "owner": town.outsider, "stand_in": town.owner, **fields}
    return EscalationRoute.objects.create(**values)


def post(town, **changes) -> dict:
    return {"department": town.social.pk, "owner": town.owner.pk, "reason": "Dit past nu.", "seen": "0", **changes}


def test_ladder_shows_all_steps_with_the_route(town, case, client_of):
    route(town)

    page = client_of(town.coordinator).get(f"/casussen/{case.pk}/vervolgbesluit/").content.decode()

    for number in range(1, 6):
        assert f"Stap {number}." in page
    assert "Volgens de route: Otto Anders krijgt" in page
    assert "De coördinator ondersteunt hier en is geen eigenaar." in page


def test_form_starts_from_the_route_and_remembers_why(town, case, client_of):
    route(town).informed.add(town.executive)
    client = client_of(town.coordinator)

    form = client.get(f"/casussen/{case.pk}/vervolgbesluit/?stap=2").context["form"]
    assert (form["department"].value(), form["owner"].value()) == (town.safety.pk, town.outsider.pk)
    assert form["informed"].value() == [town.executive.pk]

    client.post(
        f"/casussen/{case.pk}/vervolgbesluit/?stap=2", post(town, department=town.safety.pk, owner=town.outsider.pk)
    )
    assert case.decisions.get().route_why.startswith("Otto Anders krijgt")


def test_form_of_each_step_asks_only_what_belongs_to_it(town, case, client_of):
    client = client_of(town.owner)
    asked = {
        step: set(client.get(f"/casussen/{case.pk}/vervolgbesluit/?stap={step}").context["form"].fields)
        for step in range(1, 6)
    }

    assert not asked[1] & {"departments", "partners", "front_reason", "talked"}
    assert not asked[2] & {"departments", "partners"}
    assert "departments" in asked[3] and "partners" not in asked[3]
    assert {"departments", "partners", "consultation", "talked"} <= asked[4]
    assert "talked" in asked[5] and "front_reason" not in asked[5]


def test_page_saves_and_shows_the_choice(town, case, client_of):
    client = client_of(town.owner)
    answer = client.post(f"/casussen/{case.pk}/vervolgbesluit/?stap=2", post(town), follow=True)

    assert case.decisions.get().by == town.owner
    assert "Dit past nu." in answer.content.decode()


def test_high_step_without_talking_first_gives_a_hint_not_a_block(town, case, client_of):
    answer = client_of(town.owner).post(
        f"/casussen/{case.pk}/vervolgbesluit/?stap=5", post(town, talked="no"), follow=True
    )

    assert case.decisions.get().talked == "no"
    assert "Spreek dan eerst met de initiatiefnemers" in answer.content.decode()


@pytest.mark.parametrize(
    ("step", "changes", "field"),
    [
        (1, {"review_on": ""}, "review_on"),
        (1, {"review_on": "gisteren"}, "review_on"),
        (2, {"reason": ""}, "reason"),
        (2, {"reason": "\x00"}, "reason"),
        (2, {"department": "999999"}, "department"),
        (2, {"owner": ""}, "owner"),
        (3, {}, "departments"),
        (4, {}, "partners"),
        (4, {"partners": ["999999"]}, "partners"),
        (4, {"consultation": "x" * 151}, "consultation"),
        (4, {"talked": "misschien"}, "talked"),
    ],
)
def test_broken_input_gets_a_sentence_at_the_field(town, case, partner, client_of, step, changes, field):
    answer = client_of(town.owner).post(f"/casussen/{case.pk}/vervolgbesluit/?stap={step}", post(town, **changes))

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not case.decisions.exists()


def test_reporter_may_not_become_owner(town, case, client_of):
    answer = client_of(town.owner).post(
        f"/casussen/{case.pk}/vervolgbesluit/?stap=2", post(town, owner=town.reporter.pk)
    )

    assert "owner" in answer.context["form"].errors


def test_page_says_that_a_colleague_was_first(town, case, client_of):
    choose(case, town, Step.DEPARTMENT)

    answer = client_of(town.owner).post(f"/casussen/{case.pk}/vervolgbesluit/?stap=2", post(town))

    assert "Intussen" in answer.context["form"].non_field_errors()[0]
    assert case.decisions.count() == 1


@pytest.mark.parametrize("step", ["0", "6", "x", "", "²"])
def test_odd_step_shows_the_ladder(town, case, client_of, step):
    answer = client_of(town.owner).get(f"/casussen/{case.pk}/vervolgbesluit/", {"stap": step})

    assert answer.status_code == 200
    assert "De stappen" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "ladder", "form"),
    [("outsider", 404, 404), ("assessor", 200, 403), ("executive", 200, 403), ("reporter", 403, 403)],
)
def test_pages_refuse(town, case, client_of, who, ladder, form):
    client = client_of(getattr(town, who))

    assert client.get(f"/casussen/{case.pk}/vervolgbesluit/").status_code == ladder
    assert client.post(f"/casussen/{case.pk}/vervolgbesluit/?stap=2", post(town)).status_code == form
    assert not case.decisions.exists()


def test_ladder_takes_the_same_queries_for_one_and_three(town, case, client_of, django_assert_max_num_queries):
    client = client_of(town.owner)
    choose(case, town, Step.DEPARTMENT)
    route(town)
    client.get(f"/casussen/{case.pk}/vervolgbesluit/")
    with django_assert_max_num_queries(22) as one:
        client.get(f"/casussen/{case.pk}/vervolgbesluit/")
    choose(case, town, Step.INTERNAL_JOINT, departments=[town.safety], informed=[town.assessor])
    choose(case, town, Step.TRIANGLE)
    route(town, step=Step.TRIANGLE)
    route(town, step=Step.EXTERNAL)
    with django_assert_max_num_queries(22) as three:
        client.get(f"/casussen/{case.pk}/vervolgbesluit/")

    assert len(three) == len(one)

"""When a case is removed, its plan, documents and evaluations go with it, old versions included."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from cases.actions.retain import retain
from cases.models import Case
from evaluation.models import Evaluation
from plans import actions
from plans.models import PlanDocument
from tests.factories import make_action, make_case, make_diagnosis, make_plan


def test_nothing_of_plan_and_evaluation_stays_behind(town):
    case = make_case(town=town)
    diagnosis = make_diagnosis(case=case, by=town.owner, x=3, y=3)
    plan = make_plan(case=case, frames="Kaders.", no_evaluation_reason="Later.")
    actions.add_objective(plan=plan, text="Men groet elkaar", notice="", by=town.owner)
    gone = make_action(plan=plan, town=town, what="Weggehaald")
    make_action(plan=plan, town=town)
    actions.remove_action(action=gone, by=town.owner)
    actions.submit(plan=plan, by=town.owner)
    actions.ask_document(plan=plan, by=town.owner)
    Evaluation.objects.create(
        case=case,
        baseline=diagnosis,
        placement=diagnosis.placement,
        wanted="Rust.",
        now="Rustiger.",
        other_causes="Winter.",
        by=town.owner,
    )
    long_ago = timezone.now() - timedelta(days=3000)
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=long_ago)

    assert retain(timezone.localdate()) == 1

    left = {
        model._meta.label: model._base_manager.count()
        for name in ("plans", "evaluation")
        for model in apps.get_app_config(name).get_models()
        if model._base_manager.exists()
    }
    assert left == {}
    assert not PlanDocument.objects.exists()

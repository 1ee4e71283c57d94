"""What the demo town chose after its analysis, an example of its own with what it gave, and draft rules."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from analysis import versions
from analysis.actions import advice, examples, rulebook
from analysis.choices import looked_back
from analysis.models_advice import DirectionChoice, InterventionChoice, LibraryRecord, PracticeResult, RuleVersion
from cases.models import Case
from pvk.demo.cases import person
from pvk.demo.town import read


@transaction.atomic
def load_advice() -> None:
    """What is there already is left alone."""
    found = read("advice.yaml")
    case = Case.objects.filter(title=found["case"]).first()
    if case is not None and not DirectionChoice.objects.filter(case=case).exists():
        _choose(case, found)
    if not LibraryRecord.objects.exists():
        made = examples.add(row=found["own"], by=person("coordinator"))
        long_ago = timezone.localdate() - examples.REVIEW_AFTER - timedelta(days=9)
        LibraryRecord.objects.filter(pk=made.pk).update(reviewed_on=long_ago)
    if case is not None and not PracticeResult.objects.exists():
        _tell(case, found)
    if not RuleVersion.objects.filter(shipped=False).exists():
        draft = rulebook.start(kind=RuleVersion.Kind.RULES, by=person("beheerder"), note=found["draft"]["note"])
        text = draft.text
        for was, becomes in found["draft"]["changes"]:
            text = text.replace(was, becomes, 1)
        rulebook.edit(version=draft, text=text, note=draft.note, by=person("beheerder"), seen=draft.version)


def _choose(case: Case, found: dict) -> None:
    for row in found["directions"]:
        values = {"kinds": [], "order": None, "why": "", **{key: row[key] for key in row if key != "direction"}}
        advice.choose_direction(case=case, direction=row["direction"], by=case.owner, seen=0, **values)
    for row in found["examples"]:
        record = versions.shelf().get(row["record"])
        if record is not None and not InterventionChoice.objects.filter(case=case, record=record.code).exists():
            advice.choose_example(
                case=case,
                record=record,
                by=case.owner,
                why=row["why"],
                direction=row["direction"],
                target_groups=row["target_groups"],
                executor=row["executor"],
                location=case.locations.filter(label=row["place"]).first(),
            )


def _tell(case: Case, found: dict) -> None:
    record = versions.shelf().get(found["result"]["record"])
    if record is not None and case.pk in looked_back([case.pk]):
        texts = {name: found["result"][name] for name in ("gave", "shown", "again")}
        examples.add_result(record=record, case=case, by=case.owner, **texts)

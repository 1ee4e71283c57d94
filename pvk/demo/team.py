"""The working group of the demo town. A case that has one already is left alone."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from analysis.actions import answers
from analysis.actions import team as actions
from analysis.actions.answers import Content
from analysis.models_team import Participation, Team, TeamMeeting, TeamMember, TeamQuestion, TeamService
from cases.models import Case
from method import team as guide
from method.worksheets import library, values
from organisation.models import User
from pvk.demo.cases import person
from pvk.demo.town import read


@transaction.atomic
def load_teams() -> None:
    found = read("team.yaml")
    case = Case.objects.filter(title=found["case"]).exclude(state=Case.State.CLOSED).first()
    if case is None or Team.objects.filter(case=case).exists():
        return
    by = person(found["by"])
    team = actions.set_up(case=case, fields=actions.GROUP, seen=0, by=by, **found["group"])
    actions.set_up(case=case, fields=actions.LEAD, seen=team.version, by=by, **found["lead"])
    _people(case, found, by)
    _rows(case, found, by)
    for row in found["levels"]:
        days = row.pop("days")
        made = actions.choose_level(case=case, by=by, **row)
        Participation.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=days))
    actions.review(case=case, by=by, **found["review"])
    for row in found["sheets"]:
        _answers(case, row, by)


def _ago(days: int) -> Any:
    return timezone.localdate() - timedelta(days=days)


def _people(case: Case, found: dict[str, Any], by: User) -> None:
    for row in [*found["members"], *found["left"]]:
        why = row.pop("why", "")
        user = person(row.pop("user")) if "user" in row else None
        since = _ago(row.pop("days"))
        row.setdefault("function", user.function if user else "")
        member = TeamMember(case=case, user=user, since=since, **row)
        actions.keep(row=member, fields=(), seen=None, by=by)
        if why:
            actions.leave(member=member, why=why, by=by)


def _rows(case: Case, found: dict[str, Any], by: User) -> None:
    names = {item.code: item.title for item in guide.services()}
    for row in found["services"]:
        row.setdefault("name", names.get(row["code"], ""))
        actions.keep(row=TeamService(case=case, **row), fields=(), seen=None, by=by)
    for row in found["meetings"]:
        actions.keep(row=TeamMeeting(case=case, on=_ago(-row.pop("days")), **row), fields=(), seen=None, by=by)
    for row in found["questions"]:
        if "days" in row:
            row["answered_on"] = _ago(row.pop("days"))
        actions.keep(row=TeamQuestion(case=case, **row), fields=(), seen=None, by=by)


def _answers(case: Case, row: dict[str, Any], by: User) -> None:
    worksheet = library().newest[row["worksheet"]]
    sheet = answers.open_sheet(case=case, worksheet=worksheet, by=by)
    for each in row["answers"]:
        item = worksheet.item(each["item"])
        if item is not None and not sheet.answers.filter(item=item.code, joint=False, by=by).exists():
            given = {"rows": each.get("rows"), "codes": each.get("codes"), "text": each.get("text"), "own": {}}
            said = Content(values.clean(item, given))
            answers.answer(sheet=sheet, item=item, said=said, joint=False, seen=0, by=by)

"""The cases and loose signals of the demo town. A case that is there already is left alone."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.actions.diagnose import JOINT
from cases.models import (
    Case,
    CaseMember,
    Check,
    Diagnosis,
    ExchangeEntry,
    FaultLine,
    FollowUpDecision,
    Group,
    OutsideEvent,
    Placement,
    SignalLink,
    StateChange,
)
from evaluation.models import Evaluation
from organisation.models import Area, Department, Partner, Theme, User
from organisation.roles import Role
from plans.actions import approve, submit
from plans.models import Action, Objective, Plan, PrincipleNote
from pvk.demo.town import DOMAIN, read
from signals.actions import alert
from signals.models import Signal, SignalNews, TriageStep


def load_cases() -> int:
    """Make the cases that are missing; returns how many were made."""
    rows = [row for row in read("cases.yaml") if not Case.objects.filter(title=row["title"]).exists()]
    for row in rows:
        with transaction.atomic():
            _CaseLoader(row).load()
    if not Signal.objects.filter(links__isnull=True).exists():
        for row in read("signals.yaml"):
            signal = make_signal(row, Area.objects.get(name=row["area"]))
            alert(signal=signal)
    return len(rows)


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def ago(days: int, hours: int = 0) -> datetime:
    """That many days before now; on the present day also some hours, and otherwise at ten in the morning."""
    now = timezone.localtime()
    if days == 0:
        return now - timedelta(hours=hours)
    return (now - timedelta(days=days)).replace(hour=10, minute=15, second=0, microsecond=0)


def make_signal(row: dict[str, Any], area: Area, theme: Theme | None = None) -> Signal:
    reporter = person(row["by"])
    at = ago(row["days"], row.get("hours", 0))
    signal = Signal.objects.create(
        kind=row.get("kind", Signal.Kind.UNREST),
        what=row["what"],
        area=area,
        district=area.parent,
        known=row["known"],
        happened_at=at - timedelta(hours=2),
        direction=row["direction"],
        online=row.get("online", False),
        channel=row.get("channel", ""),
        theme=theme,
        reporter=reporter,
        source_function=reporter.function,
        source=row["source"],
        reported_at=at,
        updated_at=at,
        emergency_informed=row.get("kind") == "acute",
    )
    SignalNews.objects.create(signal=signal, text="Wij hebben uw signaal ontvangen.", at=at)
    return signal


class _CaseLoader:
    """One case from its description, in the order in which it would have happened."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        self.owner = person(row["owner"])
        self.coordinator = person("coordinator")
        self.department = Department.objects.get(name=row["department"])

    def load(self) -> None:
        row = self.row
        signals = row.get("signals", [])
        opened = ago(max([signal["days"] for signal in signals], default=30))
        self.case = Case.objects.create(
            title=row["title"],
            reason=row["reason"],
            context=row.get("context", ""),
            theme=Theme.objects.get(name=row["theme"]),
            department=self.department,
            owner=self.owner,
            deputy=person(row["deputy"]) if "deputy" in row else None,
            valence=row.get("valence", Case.Valence.UNCLEAR),
            forms=row.get("forms", []),
            causes=row.get("causes", []),
            about_decision=row.get("about_decision", False),
            frames=row.get("frames", ""),
            heard=row.get("heard", ""),
            information_position=row.get("information_position", ""),
            exercise=row.get("exercise", False),
            opened_at=opened,
            updated_at=opened,
        )
        self.case.areas.set(Area.objects.filter(name__in=row["areas"]))
        self.case.departments.set(Department.objects.filter(name__in=row.get("departments", [])))
        self.case.fault_lines.set(FaultLine.objects.filter(name__in=row.get("faults", [])))
        for label, role in row.get("groups", []):
            Group.objects.create(case=self.case, label=label, role=role)
        for signal in signals:
            self._link(signal)
        for event in row.get("outside", []):
            OutsideEvent.objects.create(
                case=self.case, on=ago(event["days"]).date(), what=event["what"], by=self.coordinator
            )
        placed = {each["by"]: self._place(each) for each in row.get("placements", [])}
        for entry in row.get("exchange", []):
            self._exchange(entry)
        if "revise" in row:
            self._place(row["revise"], replaces=placed[row["revise"]["by"]])
        for diagnosis in row.get("diagnoses", []):
            self._diagnose(diagnosis)
        if "decision" in row:
            self._decide(row["decision"])
        if "plan" in row:
            self._plan(row["plan"])
        if "evaluation" in row:
            self._evaluate(row["evaluation"])
        self._invite()
        self._finish()

    def _invite(self) -> None:
        """A partner from outside sees only the cases to which someone asked them."""
        partners = User.objects.with_role(Role.PARTNER).filter(placements__case=self.case)
        CaseMember.objects.bulk_create(
            CaseMember(case=self.case, user=user, by=self.coordinator) for user in partners.distinct()
        )

    def _link(self, row: dict[str, Any]) -> None:
        signal = make_signal(row, self.case.areas.all()[0], self.case.theme)
        at = signal.reported_at + timedelta(hours=5)
        for part, text in (
            (TriageStep.Part.PICTURE, "Nagevraagd bij collega's in de wijk: het speelt vaker."),
            (TriageStep.Part.JUDGEMENT, "Past bij wat we al weten over deze plek."),
        ):
            TriageStep.objects.create(signal=signal, part=part, text=text, by=self.coordinator, at=at)
        TriageStep.objects.create(
            signal=signal,
            part=TriageStep.Part.DECISION,
            decision=TriageStep.Decision.LINK,
            text="Hoort bij deze casus.",
            by=self.coordinator,
            at=at,
        )
        SignalLink.objects.create(
            case=self.case, signal=signal, reason="Gaat over dezelfde kwestie.", by=self.coordinator, at=at
        )
        SignalNews.objects.create(
            signal=signal, text="Uw signaal is gekoppeld aan een casus die wij volgen.", by=self.coordinator, at=at
        )
        signal.state = Signal.State.LINKED
        signal.acknowledged_by = self.coordinator
        signal.acknowledged_at = signal.checked_at = at
        signal.checked_function = self.coordinator.function
        signal.department = self.department
        signal.save()

    def _place(self, row: dict[str, Any], replaces: Placement | None = None, joint: bool = False) -> Placement:
        by = person(row["by"])
        at = ago(row["days"])
        return Placement.objects.create(
            case=self.case,
            kind=row.get("kind", Placement.Kind.POINT),
            x_min=row["x"],
            x_max=row.get("x2", row["x"]),
            y_min=row["y"],
            y_max=row.get("y2", row["y"]),
            group_low=row.get("low", ""),
            group_high=row.get("high", ""),
            unclear=row.get("unclear", []),
            reason=row["reason"],
            function=JOINT if joint else by.from_where,
            by=by,
            seen_on=at.date(),
            at=at,
            replaces=replaces,
            joint=joint,
        )

    def _exchange(self, row: dict[str, Any]) -> None:
        by = person(row["by"])
        question = self.case.exchange.filter(kind="question").last() if row["kind"] == "answer" else None
        ExchangeEntry.objects.create(
            case=self.case,
            kind=row["kind"],
            text=row["text"],
            function=by.from_where,
            answers=question,
            by=by,
            at=ago(row["days"]),
        )

    def _diagnose(self, row: dict[str, Any]) -> None:
        at = ago(row["days"])
        diagnosis = Diagnosis.objects.create(
            case=self.case,
            placement=self._place(row, joint=True),
            outcome=row["outcome"],
            reason=row["reason"],
            functions=row["functions"],
            agreed=row.get("agreed", True),
            minority=row.get("minority", ""),
            unagreed_reason=row.get("unagreed", ""),
            by=self.coordinator,
            on=at.date(),
            at=at,
        )
        self.case.diagnosis = diagnosis

    def _decide(self, row: dict[str, Any]) -> None:
        decision = FollowUpDecision.objects.create(
            case=self.case,
            step=row["step"],
            department=Department.objects.get(name=row["department"]),
            consultation=row.get("consultation", ""),
            reason=row["reason"],
            by=self.coordinator,
            at=ago(row["days"]),
        )
        decision.departments.set(Department.objects.filter(name__in=row.get("departments", [])))
        decision.partners.set(Partner.objects.filter(name__in=row.get("partners", [])))
        self.case.departments.add(*decision.departments.all())
        self.case.level = row["step"]

    def _plan(self, row: dict[str, Any]) -> None:
        today = timezone.localdate()
        self.case.save(update_fields=["diagnosis", "level"])  # the version that is laid before a manager shows them
        plan = Plan.objects.create(
            case=self.case,
            challenge=row["challenge"],
            frames=row.get("frames", ""),
            agreements=row.get("agreements", ""),
            evaluate_on=today + timedelta(days=row["evaluate"]) if "evaluate" in row else None,
            evaluate_what=row.get("evaluate_what", ""),
            no_evaluation_reason="" if "evaluate" in row else "Wordt bepaald na de eerste gesprekken.",
        )
        objectives = [
            Objective.objects.create(plan=plan, text=text, notice=notice, order=order)
            for order, (text, notice) in enumerate(row["objectives"])
        ]
        for action in row["actions"]:
            Action.objects.create(
                plan=plan,
                objective=objectives[action["objective"]],
                what=action["what"],
                for_whom=action["for"],
                owner=person(action["owner"]),
                department=Department.objects.get(name=action["department"]),
                partner=Partner.objects.get(name=action["partner"]) if "partner" in action else None,
                start_on=today + timedelta(days=action["start"]) if "start" in action else None,
                due_on=today + timedelta(days=action["due"]),
                term=action.get("term", Action.Term.SHORT),
                state=action["state"],
                perception=action.get("felt", ""),
            )
        for code, note in row.get("principles", {}).items():
            PrincipleNote.objects.create(plan=plan, code=code, note=note)
        if row["state"] in {"submitted", "approved"}:
            submit(plan=plan, by=self.owner)
        if row["state"] == "approved":
            approve(plan=plan, by=person("manager"), remark="Akkoord. Houd de afspraken zichtbaar in het buurthuis.")

    def _evaluate(self, row: dict[str, Any]) -> None:
        at = ago(row["days"])
        by = person(row["by"])
        Evaluation.objects.create(
            case=self.case,
            baseline=self.case.diagnoses.earliest("at"),
            placement=self._place({**row, "reason": row["now"]}, joint=True),
            wanted=row["wanted"],
            now=row["now"],
            other_causes=row["other"],
            temporary=row.get("temporary", ""),
            adjust=row["adjust"],
            functions=row["functions"],
            on=at.date(),
            next_on=timezone.localdate() + timedelta(days=row["next"]),
            by=by,
            at=at,
        )

    def _finish(self) -> None:
        """Status and review date as they follow from what happened."""
        states, outcome = Case.State, self.case.diagnosis.outcome if self.case.diagnosis else ""
        self.case.state = (
            states.MONITORING
            if outcome in {"monitor", "positive"}
            else states.ACTING
            if outcome == "act"
            else states.EXCHANGE
            if self.row.get("placements")
            else states.OBSERVE
        )
        review = self.row.get("review")
        if review is not None:
            self.case.review_on = timezone.localdate() + timedelta(days=review)
            self.case.review_days = 30
        elif self.case.state == states.MONITORING:
            self.case.review_on = timezone.localdate() + timedelta(days=30)
        self.case.save()
        if self.case.state != states.OBSERVE:
            StateChange.objects.create(
                case=self.case, was=states.OBSERVE, became=self.case.state, by=self.coordinator, at=ago(3)
            )
        if outcome == "monitor":
            Check.objects.create(case=self.case, same=True, next_on=self.case.review_on, by=self.owner, at=ago(9))

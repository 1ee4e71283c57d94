"""Rules of preparing a meeting: who changes what and until when, and what may be missing at the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from common.refusal import Refused
from method.invitees import kind_of
from organisation.models import User
from organisation.roles import Permission
from workshops import rules
from workshops.models import Invitee, Item, Meeting

S = Meeting.State
PARTICIPATION = "participation"
GONE = {
    S.RUNNING: "Deze bijeenkomst is al begonnen.",
    S.ENDED: "Deze bijeenkomst is afgelopen.",
    S.CANCELLED: "Deze bijeenkomst is afgelast.",
}


def check_keep(user: User, meeting: Meeting) -> None:
    """What was announced changes only before the meeting begins."""
    rules.check_lead(user, meeting)
    if meeting.state != S.PLANNED:
        raise Refused(f"{GONE[S(meeting.state)]} Dit kunt u niet meer wijzigen.")


def can_keep(user: User, meeting: Meeting) -> bool:
    return rules.boolean(check_keep, user, meeting)


def check_agenda(user: User, meeting: Meeting) -> None:
    """The agenda may grow during the meeting; a work session has none."""
    rules.check_lead(user, meeting)
    rules.check_live(meeting)
    if meeting.kind != Meeting.Kind.CASES:
        raise Refused(
            "Een werksessie heeft geen agenda met casussen: daar schrijven deelnemers geeltjes.", source=rules.WORKSHOP
        )


def check_remove_item(user: User, item: Item) -> None:
    check_agenda(user, item.meeting)
    if item.rounds.exists():
        raise Refused("Over dit agendapunt is al geplaatst. Het blijft staan, dan gaat er niets verloren.")


def check_programme(user: User, meeting: Meeting) -> None:
    """Time may be moved from one step to another until the end."""
    rules.check_lead(user, meeting)
    rules.check_live(meeting)


def check_invite(user: User, meeting: Meeting) -> None:
    """People may still be asked to come while the meeting is on."""
    rules.check_lead(user, meeting)
    rules.check_live(meeting)


def check_send(user: User, meeting: Meeting) -> None:
    check_invite(user, meeting)
    rules.check_trust(meeting)


def check_second(person: User) -> None:
    """Who leads along must be able to lead a meeting at all."""
    if not person.may(Permission.MEET):
        raise Refused("Meeleiden kan alleen een collega die zelf bijeenkomsten mag leiden.")


def check_bridges(user: User) -> None:
    if not user.may(Permission.MEET):
        raise Refused("Bruggen naar groepen bijhouden doet de coördinator of een casuseigenaar.", source=BRIDGE)


BRIDGE = "ESS-handreiking §2.3"


@dataclass(frozen=True)
class Warning:
    """Something to think of. It never stops anybody."""

    text: str
    source: str = rules.WORKSHOP


def organisation_of(invitee: Invitee) -> str:
    """The organisation from which someone comes; empty for the municipality itself.

    Of a function that is found outside, such as a police officer, the kind stands in for an organisation that is not
    known yet.
    """
    if invitee.partner:
        return invitee.partner.name
    if invitee.user:
        return invitee.user.organisation_name
    kind = kind_of(invitee.group)
    return invitee.organisation_name or (kind.label if kind and kind.outside else "")


def warnings(meeting: Meeting, invitees: Sequence[Invitee]) -> list[Warning]:
    """Who may be missing, going by the functions on the list (R-A-084). Warnings, never a refusal."""
    found = []
    vertical = meeting.kind == Meeting.Kind.NETWORK and meeting.vertical
    if vertical and not any(invitee.group == PARTICIPATION for invitee in invitees):
        found.append(
            Warning(
                "Er is nog niemand van participatie en democratie. Omdat het ook over de overheid gaat, "
                "is dat onmisbaar."
            )
        )
    organisations = {organisation_of(invitee).strip().casefold() for invitee in invitees}
    if invitees and organisations == {""}:
        found.append(
            Warning("Er staan alleen mensen van de gemeente op de lijst. Partners zien vaak iets anders.", BRIDGE)
        )
    elif len(invitees) > 1 and len(organisations) == 1:
        found.append(
            Warning("Iedereen op de lijst komt van één organisatie. Een tweede blik maakt het gesprek rijker.", BRIDGE)
        )
    if meeting.external and invitees and not (organisations - {""}):
        found.append(Warning("U koos voor het externe netwerk, maar er is nog niemand van buiten uitgenodigd."))
    return found


def same_group(one: str, other: str) -> bool:
    """Whether two wordings name the same group: the same words, or one within the other. People see both and judge."""
    first, second = (" ".join(text.casefold().split()) for text in (one, other))
    if not first or not second:
        return False
    return f" {first} " in f" {second} " or f" {second} " in f" {first} "

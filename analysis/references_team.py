"""What worksheets show of the working group, the phases and the rest of the file: each is asked in one place."""

from collections.abc import Iterable

from analysis import boards_phases, boards_team, strategy
from analysis.models import Answer, Location, Sheet
from analysis.models_team import Participation, Team, TeamMember, TeamReview
from analysis.references import Line, answered, proposal, reference
from cases.models import Case
from common.dates import in_words
from method import phases
from method import team as guide
from method.worksheets import values


@reference("team", "analysis:team", "Naar de werkgroep")
def _team(case: Case) -> Iterable[Line]:
    team = Team.objects.filter(case=case).first()
    if team is not None and team.kind:
        yield Line(team.get_kind_display(), team.why)
    for member in TeamMember.objects.now().filter(case=case):
        yield Line(str(member), member.role or member.expertise)


@reference("team_lead", "analysis:team", "Naar de werkgroep")
def _lead(case: Case) -> Iterable[Line]:
    team = Team.objects.filter(case=case).first()
    if team is not None and team.lead:
        there = [item.title for item in guide.lead() if getattr(team, item.code)]
        yield Line(team.lead, f"heeft: {', '.join(there).lower()}" if there else "heeft nog niets geregeld")
        if team.lacks_mandate:
            yield Line(guide.no_mandate().title, guide.no_mandate().text)


@reference("team_review", "analysis:team", "Naar de werkgroep")
def _review(case: Case) -> Iterable[Line]:
    found = TeamReview.objects.filter(case=case).first()
    return (Line(text, "Ja" if yes else "Nee") for text, yes in found.lines) if found else ()


@reference("team_services", "analysis:team_services", "Naar de diensten")
def _services(case: Case) -> Iterable[Line]:
    return (Line(line.name, line.experience) for line in boards_team.services(case) if line.relevant == "yes")


@reference("participation", "analysis:team", "Naar de werkgroep")
def _participation(case: Case) -> Iterable[Line]:
    names = {item.code: item.title for item in guide.ladder()}
    for row in Participation.objects.filter(case=case)[:1]:
        yield Line(f"{names[row.level]} ({row.level})", f"sinds {in_words(row.at)}")


@reference("phases", "analysis:phases", "Fase in elke handreiking")
def _phases(case: Case) -> Iterable[Line]:
    """The Flemish phase: what people chose, or else what goes with KIS per place."""
    board = boards_phases.board_of(case)
    for each in board.derived:
        if each.guide == "vl" and each.chosen:
            yield Line(each.chosen_name, f"gekozen door {each.chosen.by.name}: {each.chosen.why}")
    for place in board.places:
        for named in place.named:
            yield Line(named.in_vl, f"{place.label} · {named.who}, volgt uit KIS: {phases.KIS[named.code].lower()}")


@reference("online", "analysis:overview", "Plekken aanvullen")
def _online(case: Case) -> Iterable[Line]:
    """Online or in the street: follows from the places (rule 2 of the one case file)."""
    kinds = set(Location.objects.filter(case=case).in_use().values_list("kind", flat=True))
    online, street = Location.Kind.ONLINE in kinds, bool(kinds - {Location.Kind.ONLINE})
    if online and street:
        yield Line("Allebei: online en op straat of in gebouwen")
    elif online:
        yield Line("Online")
    elif street:
        yield Line("Op straat of in gebouwen")


def _drivers(case: Case) -> list[tuple[str, str]]:
    """Parties that drive the tension, as people named them per place: what, and where from."""
    found = []
    for row, sheet, item in answered(case, "actors"):
        type_, roles = item.columns[0], [each.get("roles", []) for each in row.value.get("rows", [])]
        cells = values.rows(item, row.value, {})
        labels = [cell[0] for cell in cells]
        for label, role, line in zip(labels, roles, row.value.get("rows", []), strict=False):
            if "drives" in role and line.get(type_.code):
                how = line.get("how", "")
                found.append((f"{label}: {how}" if how else label, sheet.location.label if sheet.location else ""))
    return list(dict.fromkeys(found))


@reference("drivers", "analysis:overview", "Naar de plekken")
def _shown_drivers(case: Case) -> Iterable[Line]:
    return (Line(what, where) for what, where in _drivers(case))


@proposal("drivers")
def _proposed_drivers(case: Case) -> list[str]:
    """Whoever drives the tension in KIS 2.3 is proposed as a loud voice; a person confirms it (rule 3)."""
    return list(dict.fromkeys(what for what, _ in _drivers(case)))


@reference("strategy", "analysis:advice", "Naar het advies met de redenen")
def _strategy(case: Case) -> Iterable[Line]:
    return (Line(each.strategy.title, "; ".join(each.because)) for each in strategy.board(case).fitting)


PROFILES = {
    "connector": "Verbinder",
    "representative": "Vertegenwoordiger",
    "doer": "Doener",
    "critic": "Kritische denker",
}
"""The four profiles of a network (Vlaamse handreiking · Stap 2.5)."""


@reference("network_gaps", "analysis:overview", "Naar de werkbladen")
def _network_gaps(case: Case) -> Iterable[Line]:
    """The profiles that no partner in the list of the network has (R-B-135)."""
    sheets = Sheet.objects.filter(case=case, worksheet="vl-2")
    rows = Answer.objects.filter(sheet__in=sheets, item="partners", state=Answer.State.GIVEN)
    there = {code for row in rows for line in row.value.get("rows", []) for code in line.get("profiles", [])}
    if rows:
        yield from (Line(f"Nog geen {name.lower()}") for code, name in PROFILES.items() if code not in there)
        if not set(PROFILES) - there:
            yield Line("Alle vier de rollen zijn er")

"""The meanings that an item may have for code and for other worksheets. See docs/werkbladen.md for the codes."""

from method.worksheets.model import Kind

C, S, P, Y, T, B = Kind.CHOICE, Kind.SEVERAL, Kind.PHASE, Kind.YESNO, Kind.TEXT, Kind.TABLE
ANY = tuple(Kind)

_FORMS = "D1 D2 V1 V2 V3 V4 V5 G1 G2 G3 G4"
_CAUSES = "A A1 A2 A3 A4 A5 B B1 B2 B3 B4 B5 C C1 C2 C3 D E E1 E2 E3 E4 E5 E6 F F-a F-b F-c G W X"


def _numbered(letters: str, last: int, width: int = 1) -> str:
    return " ".join(f"{letters}{number:0{width}}" for number in range(1, last + 1))


FEEDS: dict[str, tuple[tuple[Kind, ...], str]] = {
    "forms": ((S,), _FORMS),
    "phase": ((P,), _numbered("F", 5)),
    "groups_cause": ((S,), _numbered("GK", 11)),
    "groups_solution": ((S,), _numbered("GK", 11)),
    "actors": ((B,), ""),
    "causes": ((S,), _CAUSES),
    "history": ((T, B), ""),
    "sentiments": ((S,), _numbered("SE", 6)),
    "real_cause": ((C,), "same other unknown"),
    "loss_threat": ((Y,), ""),
    "triggers": ((B,), ""),
    "triggers_kinds": ((S,), _numbered("TR", 5)),
    "own_role_a": ((Y,), ""),
    "own_role_b": ((Y,), ""),
    "own_role_how": ((S,), _numbered("RO", 7)),
    "positive": ((T, B, S), ""),
    "homogeneous": ((C,), "diverse homogeneous unknown"),
    "scope_line": ((S,), ""),
    "scope_feature": ((S,), ""),
    "scope_place": ((S,), ""),
    "scope_focus": ((S, C), ""),
    "scope_aim": ((S,), ""),
    "refugee_context": ((Y,), ""),
    "information_gaps": ((S,), _numbered("IP", 10)),
    "priorities": ((S,), _numbered("P", 19, 2)),
    "priority_first": ((C,), _numbered("P", 19, 2)),
    "directions_wanted": ((S,), _numbered("OR", 7)),
    "target_groups": ((S,), _numbered("T", 9)),
    "tension_kind": ((C,), "resistance conflict polarisation combination"),
    "toxic_between": ((Y,), ""),
    "toxic_within": ((Y,), ""),
    "concerns": (ANY, ""),
    "opposition": (ANY, ""),
    "loud_voices": (ANY, ""),
    "forums": (ANY, ""),
    "middle": (ANY, ""),
    "citizen_types": (ANY, ""),
    "challenge": (ANY, ""),
    "participation": (ANY, ""),
    "dialogue_goal": ((C,), "compromise accept"),
}
"""Key to the kinds of item that may carry it and the codes its options may have ("" for any)."""

FILE = (
    "areas",
    "groups",
    "fault_lines",
    "signals",
    "documents",
    "placements",
    "diagnosis",
    "locations",
    "events",
    "policy",
    "actions",
    "challenges",
    "feasibility",
    "kinds",
    "communication",
    "messages",
    "depolarisation",
    "anchoring",
    "team",
    "team_lead",
    "team_review",
    "team_services",
    "phases",
    "online",
    "drivers",
    "network_gaps",
    "pitstop",
    "strategy",
    "unanswered",
    "untold",
    "conditions",
    "winwin",
)
"""What the case file holds that a reference may show."""

PROPOSES = ("drivers",)
"""What may be proposed for the rows of a table; a person takes it over or not."""

PICKS = ("groups", "areas", "locations", "fault_lines")
"""What the case file holds that an answer may choose from."""

SUGGESTS = (*PICKS, "partners")
"""What may stand ready under a column of text."""

"""What to do with a signal, per kind. The text that stands is the newest version; old ones stay readable."""

from organisation.models import Instruction

DRAFTS = {
    Instruction.Kind.UNREST: (
        "Merkt u wrijving, ongemak of wantrouwen? Noteer wat u zag of hoorde, waar en wanneer, en welke groepen erbij "
        "betrokken zijn. Geen namen van inwoners. U hoeft niet te weten of het polarisatie is. De coördinator bekijkt "
        "uw signaal en koppelt terug."
    ),
    Instruction.Kind.ACUTE: (
        "Is er direct gevaar? Bel 112. Loopt een situatie uit de hand of is deze zeer zorgelijk, bel dan {contact} en "
        "leg het signaal daarna hier vast."
    ),
    Instruction.Kind.POLICY: (
        "Bereidt u een besluit voor dat gevoelig kan liggen? Ga na wie geraakt wordt, wie nog niet aan tafel zit, wat "
        "er eerder is gebeurd en hoe groepen het kunnen beleven. Overleg vroeg met de coördinator."
    ),
}
"""Our own wording for a town that has not written its own yet; required by ESS-handreiking §5.2."""


def current() -> dict[Instruction.Kind, Instruction]:
    """The text that holds now, of all three in one query; a draft (not stored) while nobody wrote one."""
    found: dict[Instruction.Kind, Instruction] = {}
    for row in Instruction.objects.select_related("by").order_by("kind", "-created", "-pk"):
        found.setdefault(Instruction.Kind(row.kind), row)
    return {kind: found.get(kind) or Instruction(kind=kind, text=DRAFTS[kind]) for kind in Instruction.Kind}

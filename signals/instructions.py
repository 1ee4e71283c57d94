"""What to do with a signal, in the words of the organisation (ESS-handreiking §5.2, R-A-015, R-A-141)."""

from organisation import instructions
from organisation.models import Instruction, Organisation
from signals.models import Signal

DRAFTS = {kind.value: instructions.DRAFTS[Instruction.Kind(kind.value)] for kind in Signal.Kind}


def contact(organisation: Organisation) -> str:
    """Name and phone of who coordinates, or of the deputy when the coordinator left."""
    for person in (organisation.coordinator, organisation.deputy_coordinator):
        if person is not None and person.is_active:
            return f"{person.name} ({person.phone})" if person.phone else person.name
    return "de coördinator polarisatie"


def texts(organisation: Organisation) -> dict[str, str]:
    """The newest instruction per kind of signal, in one query."""
    found = dict(DRAFTS)
    for kind, text in Instruction.objects.filter(kind__in=found).order_by("created", "pk").values_list("kind", "text"):
        found[kind] = text
    who = contact(organisation)
    return {kind: text.replace("{contact}", who) for kind, text in found.items()}

"""Who may answer, and who keeps the analysis. Seeing follows from seeing the case."""

from analysis.models import Location, Sheet
from cases.models import Case
from cases.rules import boolean, check_change, check_take_part
from common.refusal import Refused
from organisation.models import User


def check_answer(user: User, case: Case) -> None:
    """Answering and adding a place: everyone who takes part in the exchange, invited partners too."""
    check_take_part(user, case)


def can_answer(user: User, case: Case) -> bool:
    return boolean(check_answer, user, case)


def check_keep(user: User, case: Case) -> None:
    """Freezing a round, moving to a new edition, retiring a place: whoever keeps the file."""
    check_change(user, case)


def can_keep(user: User, case: Case) -> bool:
    return boolean(check_keep, user, case)


def check_location(location: Location, case: Case) -> None:
    if location.case_id != case.pk:
        raise Refused("Deze plek hoort bij een andere casus.")


def check_fillable(sheet: Sheet) -> None:
    """A sheet of a place that is no longer looked at, or whose file is gone, can only be read."""
    if sheet.location is not None and sheet.location.retired:
        raise Refused("Deze plek is afgesloten. U kunt de antwoorden nog wel lezen.")
    check_readable(sheet)


def check_name_free(location: Location) -> None:
    """Two places of one case never carry the same name at the same time."""
    same = Location.objects.in_use().filter(case=location.case_id, label=location.label).exclude(pk=location.pk)
    if same.exists():
        raise Refused("Er is intussen een andere plek met deze naam. Geef een van beide eerst een andere naam.")


def check_readable(sheet: Sheet) -> None:
    if sheet.definition is None:
        raise Refused("Het werkblad van deze versie is weggehaald. Vraag de beheerder.")

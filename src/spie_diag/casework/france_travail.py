"""What goes to France Travail, and to others who take codes: two files of data, and texts to paste.

Everything follows the decision that the printed extract follows (``disclosing``): what a profile does not let out, or
the person did not tick, is in no file and no text.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from spie_diag.casework import copying
from spie_diag.casework.aggregated_dossier import dossier_of
from spie_diag.casework.casebook import Casebook, version_number
from spie_diag.casework.copying import Copy
from spie_diag.casework.correspondences import FranceTravail, france_travail, partner_systems
from spie_diag.casework.handing_over import Handoff, hand_over_data, refuse_unwanted
from spie_diag.casework.orientation_criteria import criteria_file
from spie_diag.casework.partner_facts import Facts, facts_of
from spie_diag.casework.profiles import Profile
from spie_diag.casework.registering import note
from spie_diag.casework.selecting import Selection
from spie_diag.casework.sheet import Sheet
from spie_diag.forms.definition import Value
from spie_diag.interview.people import InterviewId
from spie_diag.vault.deeds import Deed

_Telling = Callable[[Facts, FranceTravail], dict[str, Value]]


def dossier(casebook: Casebook, interview: InterviewId, selection: Selection) -> bytes:
    """The « dossier agrégé », as indented JSON in UTF-8.

    Raises:
        OppositionError, SharingRefusedError: the person does not want it, and it is not for herself.
        WrongCorrespondenceError: a table of the territory cannot be used.
    """
    return _told(casebook, interview, selection, dossier_of)


def criteria(casebook: Casebook, interview: InterviewId, selection: Selection) -> bytes:
    """The orientation criteria, as indented JSON in UTF-8.

    Raises:
        SpieError: as ``dossier``.
    """
    return _told(casebook, interview, selection, criteria_file)


def export_dossier(
    casebook: Casebook, interview: InterviewId, selection: Selection, file: Path, *, agreed_on: date
) -> Handoff:
    """Hand the « dossier agrégé » over as a file: complete or absent, told first, remembered with what was agreed.

    Raises:
        SpieError: as ``dossier`` and ``handing_over.hand_over_data``; nothing was written.
    """
    told = dossier(casebook, interview, selection)
    return hand_over_data(casebook, interview, selection, file, told, agreed_on=agreed_on)


def export_criteria(
    casebook: Casebook, interview: InterviewId, selection: Selection, file: Path, *, agreed_on: date
) -> Handoff:
    """Hand the orientation criteria over as a file.

    Raises:
        SpieError: as ``export_dossier``; nothing was written.
    """
    told = criteria(casebook, interview, selection)
    return hand_over_data(casebook, interview, selection, file, told, agreed_on=agreed_on)


def dossier_file_name(sheet: Sheet) -> str:
    """A file name that names nobody: the file number and the version."""
    return f"dossier-{sheet.person.number}-v{sheet.version}.json"


def criteria_file_name(sheet: Sheet) -> str:
    """The same for the orientation criteria."""
    return f"criteres-{sheet.person.number}-v{sheet.version}.json"


def copies(casebook: Casebook, interview: InterviewId, selection: Selection | None = None) -> tuple[Copy, ...]:
    """The texts to paste: for the recipient of ``selection`` (France Travail unless told), then for each other program.

    Another program gets what its own profile lets out, without a tick and without what she took out, unless
    ``selection`` is of that profile.

    Raises:
        SpieError: as ``dossier``.
    """
    chosen = selection or Selection(profile=Profile.FRANCE_TRAVAIL, recipient=Profile.FRANCE_TRAVAIL.label)
    refuse_unwanted(casebook, interview, chosen)
    table, facts = france_travail(), facts_of(casebook, interview, chosen)
    told = (
        copying.synthesis_copy(facts, chosen.profile),
        copying.criteria_copy(facts, table, chosen.profile),
        copying.dossier_copy(facts, table, chosen.profile),
        *_for_other_programs(casebook, interview, chosen),
    )
    return tuple(one for one in told if one.text or one.warnings)


def note_copied(casebook: Casebook, interview: InterviewId, copied: Copy) -> None:
    """Tell the register that a text was copied for a partner; nothing of the text is in it."""
    desk = casebook.desk(interview)
    version, profile = version_number(desk.record), copied.profile.value
    note(casebook, Deed.SHARED, desk.person.case, format="texte", version=version, recipient=profile)


def _for_other_programs(casebook: Casebook, interview: InterviewId, chosen: Selection) -> Iterator[Copy]:
    for system in partner_systems():
        if not any(one.matches for one in system.lists):
            continue
        is_the_same = chosen.profile is system.profile
        other = Selection(profile=system.profile, recipient=system.name, removed=chosen.removed)
        theirs = chosen if is_the_same else other
        if told := copying.system_copy(facts_of(casebook, interview, theirs), system):
            yield told


def _told(casebook: Casebook, interview: InterviewId, selection: Selection, tell: _Telling) -> bytes:
    refuse_unwanted(casebook, interview, selection)
    told = tell(facts_of(casebook, interview, selection), france_travail())
    return as_file(told)


def as_file(told: dict[str, Value]) -> bytes:
    """JSON for people to look into as well: indented, in UTF-8, one line feed at its end."""
    text = f"{json.dumps(told, ensure_ascii=False, indent=2)}\n"
    return text.encode("utf-8", "replace")  # as for the data of a document

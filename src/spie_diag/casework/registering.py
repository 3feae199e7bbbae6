"""The register as people read it: what was opened, handed out, kept safe and erased, by whom and when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from spie_diag.casework.alarms import SHORTLY
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.profiles import Profile
from spie_diag.forms.definition import Value
from spie_diag.french import counted, spaced
from spie_diag.interview.people import CaseId, SpecialistId
from spie_diag.vault.deeds import VAULT_ITSELF, Deed, Reason

if TYPE_CHECKING:
    from spie_diag.vault.register import RegisterLine

_WORDS: Mapping[Deed, str] = {
    Deed.VAULT_OPENED: "Coffre ouvert",
    Deed.OPENED: "Dossier ouvert",
    Deed.EXPORTED: "Document enregistré hors du coffre",
    Deed.SHARED: "Extrait remis à un partenaire ou à la personne",
    Deed.SHARING_WITHDRAWN: "Accord à une transmission retiré",
    Deed.RECEIVED: "Document d’un partenaire repris",
    Deed.PRINTED: "Document imprimé",
    Deed.CORRECTED: "Identité corrigée",
    Deed.ARCHIVED: "Dossier archivé",
    Deed.BROUGHT_BACK: "Dossier remis dans la liste",
    Deed.PURGED: "Dossier effacé",
    Deed.OPPOSED: "Opposition au partage notée",
    Deed.OPPOSITION_LIFTED: "Opposition au partage levée",
    Deed.ACCESS_EXPORT: "Copie de tout le dossier remise à la personne",
    Deed.BACKUP: "Sauvegarde faite",
    Deed.RESTORED: "Sauvegarde restaurée",
    Deed.SALVAGED: "Coffre réparé",
    Deed.KEY_ROTATED: "Clé du coffre changée",
    Deed.COMPACTED: "Fichier du coffre compacté",
    Deed.CHECKED: "Coffre vérifié",
    Deed.MEMBER_ADDED: "Spécialiste ajouté",
    Deed.MEMBER_REVOKED: "Spécialiste retiré",
    Deed.PASSPHRASE_CHANGED: "Phrase secrète changée",
    Deed.SIGNING_KEY_CHANGED: "Clé ou certificat de signature changé",
    Deed.KEYS_WENT_BACK: "Coffre ouvert avec un ancien fichier de clés",
    Deed.ALARM_SEEN: "Alerte vue",
    Deed.RECOVERY_SHEET: "Nouvelle fiche de secours",
}
_REASONS: Mapping[str, str] = {
    Reason.REQUEST.value: "à la demande de la personne",
    Reason.RETENTION.value: "durée de conservation atteinte",
    Reason.MISTAKE.value: "ouvert par erreur",
    Reason.ERASED_BEFORE.value: "revenu avec une ancienne copie, effacé de nouveau",
}
_RECIPIENTS: Mapping[str, str] = {
    "person": "pour la personne",
    "partner": "pour un partenaire",
    **{profile.value: f"pour : {profile.label}" for profile in Profile if profile is not Profile.PERSON},
    Profile.PERSON.value: "pour la personne",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of the register."""

    at: datetime
    who: str = field(repr=False)
    deed: Deed
    what: str
    case: CaseId | None
    """None for what concerns the vault itself."""
    about: str = field(repr=False)
    """The person while her file is there, else the number of the erased file; empty for the vault itself."""
    detail: str = field(repr=False)
    tick: int
    """The ``before`` of the next page."""


def note(casebook: Casebook, deed: Deed, case: CaseId = VAULT_ITSELF, **facts: Value) -> None:
    """Tell a deed of the specialist at the keyboard; ``facts`` must name nobody.

    Whoever opened the vault with the recovery sheet signs nothing: her deeds are not told.
    """
    if casebook.vault.is_unlocked(casebook.writer):
        casebook.vault.register.note(deed, casebook.writer, case, facts)


def note_standing(casebook: Casebook, cases: Iterable[CaseId], subject: str, value: Value, deed: Deed) -> None:
    """Write of files whether they are ``archived`` or ``opposed``, each with its line of the register: all or none.

    Raises:
        UnknownCaseError: one of the files is not there.
    """
    from spie_diag.vault.journals import Line
    from spie_diag.vault.register import line_of

    lines = []
    for case in cases:
        casebook.vault.cases.get(case)
        lines.append(Line(case=case, interview=None, author=casebook.writer, subject=subject, value=value))
        lines.append(line_of(deed, casebook.writer, case))
    casebook.vault.journals.write_all(lines)


def note_opening(casebook: Casebook, case: CaseId) -> None:
    """Tell that the specialist at the keyboard reads a file: once in a session."""
    from spie_diag.vault.errors import DiskFullError

    if (case, casebook.writer) in casebook.told_open:
        return
    try:
        note(casebook, Deed.OPENED, case)
    except DiskFullError:  # it must not keep her from reading
        return
    casebook.told_open.add((case, casebook.writer))


def register(
    casebook: Casebook, limit: int = 100, before: int | None = None, case: CaseId | None = None
) -> tuple[RegisterRow, ...]:
    """At most ``limit`` lines, latest first, of one file or of all; ``before`` is the ``tick`` of the last one seen."""
    lines = casebook.vault.register.lines(limit, before, case)
    erased = casebook.vault.cases.erased_numbers()
    named: dict[CaseId, str] = {VAULT_ITSELF: ""}
    for line in lines:
        if line.case not in named:
            named[line.case] = _name(casebook, line.case, erased)
    return tuple(_row(casebook, line, named[line.case]) for line in lines)


def _row(casebook: Casebook, line: "RegisterLine", about: str) -> RegisterRow:
    return RegisterRow(
        at=line.at,
        who=_specialist(casebook, line.author),
        deed=line.deed,
        what=_WORDS[line.deed],
        case=line.case if line.case != VAULT_ITSELF else None,
        about=about,
        detail=_detail(casebook, line.facts),
        tick=line.tick,
    )


def _name(casebook: Casebook, case: CaseId, erased: Mapping[CaseId, str]) -> str:
    from spie_diag.vault.errors import UnknownCaseError

    if case in erased:
        return f"Dossier effacé {erased[case]}".strip()
    try:
        person = casebook.vault.cases.get(case)
    except UnknownCaseError:
        return "Dossier inconnu"
    return f"{person.full_name} ({person.number})"


def _specialist(casebook: Casebook, author: SpecialistId) -> str:
    known = casebook.specialists.get(author)
    return known.name if known else "Un ancien spécialiste"


def _detail(casebook: Casebook, facts: Mapping[str, Value]) -> str:
    told = [words(casebook, facts[key]) for key, words in _FACTS.items() if facts.get(key) is not None]
    return spaced(", ".join(text for text in told if text))


def _named(casebook: Casebook, value: Value) -> str:
    try:
        return _specialist(casebook, SpecialistId(UUID(str(value))))
    except ValueError:
        return ""


def _count(singular: str, plural: str | None = None) -> Callable[[Casebook, Value], str]:
    return lambda _casebook, value: counted(value, singular, plural) if isinstance(value, int) else ""


_FACTS: Mapping[str, Callable[[Casebook, Value], str]] = {
    "specialist": _named,
    "sheet": lambda _casebook, _value: "avec la fiche de secours",
    "reason": lambda _casebook, value: _REASONS.get(str(value), ""),
    "format": lambda _casebook, value: str(value).upper(),
    "version": lambda _casebook, value: f"version {value}",
    "recipient": lambda _casebook, value: _RECIPIENTS.get(str(value), str(value)),
    "entries": _count("entrée"),
    "kept": _count("entrée relue", "entrées relues"),
    "lost": _count("entrée perdue", "entrées perdues"),
    "undone": lambda _casebook, _value: "rien n’a pu être enregistré",
    "taken_back": lambda _casebook, _value: "retiré : ce n’était pas son dossier",
    "documents": _count("document signé", "documents signés"),
    "fields": lambda _casebook, value: counted(len(value), "champ") if isinstance(value, list) else "",
    "alarm": lambda _casebook, value: SHORTLY.get(str(value), ""),
}
"""What is shown of the facts, in this order; others stay in the journal."""

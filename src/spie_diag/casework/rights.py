"""What the person may ask of her file besides a copy of it: a correction, no sharing, no trace.

Source: RGPD, articles 16, 17, 19 and 21.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from spie_diag.casework.casebook import Casebook, for_one_deed
from spie_diag.casework.errors import OppositionError
from spie_diag.casework.handoffs import Handoff, handoffs
from spie_diag.casework.profiles import Profile
from spie_diag.casework.received import receptions
from spie_diag.casework.receiving import NewPerson, readable, refuse_unlikely
from spie_diag.casework.registering import note, note_standing
from spie_diag.casework.saving_places import forget_folder
from spie_diag.forms.definition import Value
from spie_diag.french import counted, long_date, spaced
from spie_diag.interview.people import CaseId, InterviewId, Person, SpecialistId
from spie_diag.vault.deeds import Deed, Reason


class Recipient(Enum):
    """For whom something leaves the app."""

    PERSON = "person"
    """Her own copy: no opposition of hers stands against it."""
    PARTNER = "partner"


def opposed_since(casebook: Casebook, case: CaseId) -> datetime | None:
    """Since when the person opposes the sharing of her file; None where she does not."""
    return casebook.vault.cases.standing(case).opposed_at


def is_opposed(casebook: Casebook, interview: InterviewId) -> bool:
    """Whether whoever is received in an interview opposes the sharing of her file."""
    return opposed_since(casebook, casebook.desk(interview).person.case) is not None


def oppose(casebook: Casebook, case: CaseId) -> None:
    """Note that she opposes the sharing of her file: from now on nothing leaves the app but for her."""
    if opposed_since(casebook, case) is None:
        note_standing(casebook, [case], "opposed", {"since": casebook.clock.now().isoformat()}, Deed.OPPOSED)


def lift_opposition(casebook: Casebook, case: CaseId) -> None:
    """Note that she agrees to sharing again."""
    if opposed_since(casebook, case) is not None:
        note_standing(casebook, [case], "opposed", None, Deed.OPPOSITION_LIFTED)


def refuse_opposed(casebook: Casebook, case: CaseId, recipient: Recipient) -> None:
    """Raises:
    OppositionError: the person opposes the sharing of her file, and it is not for herself.
    """
    if recipient is not Recipient.PERSON and opposed_since(casebook, case) is not None:
        raise OppositionError


def rectify(casebook: Casebook, case: CaseId, said: NewPerson) -> Person:
    """Correct who she is; what the file said before stays in its history, and in no list.

    What she answered in an interview is corrected there.

    Raises:
        MissingNameError, TooLongError, FutureBirthDateError, UnlikelyBirthDateError: as when a file is opened.
    """
    refuse_unlikely(said, casebook.clock.now().date())
    before = casebook.vault.cases.get(case)
    after = replace(
        before,
        called=readable(said.called) or readable(said.first_names) or readable(said.family_name),
        family_name=readable(said.family_name),
        first_names=readable(said.first_names),
        born_on=said.born_on,
        commune=said.commune.strip(),
        phone=said.phone.strip(),
    )
    changed: list[Value] = [name for name in _IDENTITY if getattr(before, name) != getattr(after, name)]
    if changed:
        casebook.vault.cases.correct(after, casebook.writer)
        casebook.forget(case)
        note(casebook, Deed.CORRECTED, case, fields=changed)
    return after


_IDENTITY = ("called", "family_name", "first_names", "born_on", "commune", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePreview:
    """What would go with a file, and where else it may still be read."""

    number: str
    interviews: int
    entries: int
    documents: int
    copies: tuple[str, ...]
    """Names, in the vault's folder, of older copies that hold it until they are taken away."""
    handed_over: int = 0
    """Documents that others hold, and that an erasure does not reach: they are to be told. Source: RGPD, article 19."""
    holders: tuple[str, ...] = field(default=(), repr=False)
    """Who holds them, each with how many and when the last one left, in French; not the person herself."""


def erasure_preview(casebook: Casebook, case: CaseId) -> ErasurePreview:
    """To be shown before anybody decides."""
    vault = casebook.vault
    interviews = vault.cases.interviews(case)
    left = [one for one in handoffs(casebook, case) if one.selection.profile is not Profile.PERSON]
    entries = [entry for entry in vault.journals.of(case) if not entry.subject.startswith("register/")]
    return ErasurePreview(
        number=vault.cases.get(case).number,
        interviews=len(interviews),
        entries=len(entries),
        documents=sum(len(vault.signed_documents.of(one.id)) for one in interviews) + len(receptions(casebook, case)),
        handed_over=len(left),
        holders=tuple(_holders(left)),
        copies=vault.older_copies(),
    )


def _holders(left: Sequence[Handoff]) -> Iterator[str]:
    """Those who received something, the latest first."""
    by_holder: dict[str, list[Handoff]] = {}
    for one in left:
        kind, name = one.selection.profile.label, one.selection.recipient.strip()
        by_holder.setdefault(f"{name} ({kind})" if name and name != kind else kind, []).append(one)
    for holder, made in by_holder.items():
        day = long_date(max(one.handed_at for one in made).astimezone().date(), weekday=False)
        told = f"le {day}" if len(made) == 1 else f"{counted(len(made), 'document')}, le dernier le {day}"
        yield spaced(f"{holder}, {told}")


def erase(
    casebook: Casebook, cases: Iterable[CaseId], decided_by: SpecialistId, passphrase: str, reason: Reason
) -> None:
    """Erase files for good: a decision that a specialist signs by typing her passphrase.

    Raises:
        UnknownCaseError: one of the files is not there; nothing was erased.
        WrongPassphraseError: the passphrase is not hers.
        ReadApartError: a backup or a check is reading the vault.
        ErasureUnfinishedError: the files are erased, and the next opening takes away the last traces.
    """
    chosen = tuple(cases)
    with for_one_deed(casebook, decided_by):
        casebook.vault.unlock(decided_by, passphrase)
        forget_folder(casebook)
        try:
            casebook.vault.erasing.erase(chosen, decided_by, reason)
        finally:
            for case in chosen:
                casebook.forget(case)


def erase_one(
    casebook: Casebook, case: CaseId, decided_by: SpecialistId, passphrase: str, *, by_mistake: bool = False
) -> None:
    """Erase the file of one person because she asks for it, or because it was opened by mistake.

    Raises:
        SpieError: as ``erase``.
    """
    erase(casebook, [case], decided_by, passphrase, Reason.MISTAKE if by_mistake else Reason.REQUEST)

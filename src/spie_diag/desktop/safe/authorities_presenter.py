"""Decides what happens where this computer learns whom to believe: authorities of territories, signers one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import long_date, spaced

if TYPE_CHECKING:
    from datetime import datetime

    from spie_diag.casework.authorities import AuthorityCard
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.known_signers import SignerCard

T = TypeVar("T")

_ASKED: Final = 2
"""How many groups of the fingerprint are not shown: only whoever holds the true certificate can tell them."""


class Kind(Enum):
    AUTHORITY = "authority"
    SIGNER = "signer"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustLine:
    """An authority or a signer that this computer recognises."""

    fingerprint: str
    title: str = field(repr=False)
    details: tuple[str, ...] = field(repr=False)
    groups: str
    """The fingerprint in groups of four."""
    is_ours: bool = False
    """Of a specialist of this vault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a file offers to recognise, before anybody believes it."""

    kind: Kind
    title: str = field(repr=False)
    details: tuple[str, ...] = field(repr=False)
    groups: str
    """The fingerprint without its last two groups."""


class TrustScreen(Protocol):
    def show_authorities(self, lines: Sequence[TrustLine]) -> None: ...

    def show_signers(self, lines: Sequence[TrustLine]) -> None: ...

    def show_candidate(self, candidate: Candidate) -> None: ...

    def say_other_groups(self) -> None: ...

    def say_done(self, kind: Kind, sentence: str, advice: str) -> None: ...

    def say_wrong(self, kind: Kind, error: SpieError) -> None: ...


@dataclass
class AuthoritiesPresenter:
    screen: TrustScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    _offered: tuple[Kind, Path, str] | None = field(default=None, repr=False)
    """The file that is compared now, and the whole fingerprint of what it holds."""

    def refresh(self) -> None:
        self._do(Kind.AUTHORITY, _authorities, self.screen.show_authorities)
        self._do(Kind.SIGNER, partial(_signers, self.casebook), self.screen.show_signers)

    def look_at(self, kind: Kind, file: Path) -> None:
        """Show what a file offers; nothing is believed yet."""
        self._offered = None
        task = partial(_authority_in if kind is Kind.AUTHORITY else _signer_in, file)
        self._do(kind, task, partial(self._show_candidate, kind, file))

    def recognise(self, typed: str, label: str, *, tells_time: bool) -> None:
        """Believe it, once the groups that are not shown were told by somebody else and typed."""
        if self._offered is None:
            return
        kind, file, fingerprint = self._offered
        if "".join(typed.split()).casefold() != fingerprint[-4 * _ASKED :]:
            self.screen.say_other_groups()
            return
        task = partial(_recognise, kind, file, label, tells_time, fingerprint)
        self._do(kind, task, partial(self._recognised, kind))

    def leave(self) -> None:
        """Nothing is recognised."""
        self._offered = None

    def forget(self, kind: Kind, fingerprint: str) -> None:
        self._do(kind, partial(_forget, kind, fingerprint), partial(self._forgotten, kind))

    def take_list(self, file: Path) -> None:
        """The revocation list of a recognised authority."""
        self._do(Kind.AUTHORITY, partial(_take_list, file), self._list_taken)

    def _do(self, kind: Kind, task: Callable[[], T], then: Callable[[T], None]) -> None:
        self.work.run(task, then=then, failed=partial(self.screen.say_wrong, kind))

    def _show_candidate(self, kind: Kind, file: Path, line: TrustLine) -> None:
        self._offered = kind, file, line.fingerprint
        shown = " ".join(line.groups.split()[:-_ASKED])
        self.screen.show_candidate(Candidate(kind=kind, title=line.title, details=line.details, groups=shown))

    def _recognised(self, kind: Kind, title: str) -> None:
        self._offered = None
        self.refresh()
        told = {
            Kind.AUTHORITY: "Cet ordinateur connaît maintenant ceux qu’elle certifie.",
            Kind.SIGNER: "Cet ordinateur connaît maintenant ses signatures.",
        }
        self.screen.say_done(kind, spaced(f"Certificat reconnu : « {title} »."), told[kind])

    def _forgotten(self, kind: Kind, _nothing: None) -> None:
        self.refresh()
        told = "Les documents restent ce qu’ils sont ; leurs signataires seront dits inconnus."
        self.screen.say_done(kind, "C’est retiré de cet ordinateur.", spaced(told))

    def _list_taken(self, line: TrustLine) -> None:
        self.refresh()
        told = "Les certificats qu’elle a repris ne sont plus crus."
        self.screen.say_done(Kind.AUTHORITY, spaced(f"La liste de « {line.title} » est prise."), told)


def _authority_line(shown: "AuthorityCard") -> TrustLine:
    known = shown.label != shown.name
    details = [shown.name if known else "", shown.territory, _valid(shown.valid_from, shown.valid_until)]
    if shown.tells_time:
        details.append("Crue pour ses horodatages seulement")
    elif shown.list_from is None:
        details.append("Aucune liste de révocation : un certificat repris serait encore cru")
    else:
        next_one = f", la suivante attendue le {_day(shown.list_until)}" if shown.list_until else ""
        details.append(f"Liste de révocation du {_day(shown.list_from)}{next_one}")
    return TrustLine(
        fingerprint=shown.fingerprint,
        title=shown.label or shown.name or "Autorité sans nom",
        details=tuple(spaced(one) for one in details if one),
        groups=shown.fingerprint_in_groups,
    )


def _signer_line(shown: "SignerCard", *, is_ours: bool = False) -> TrustLine:
    known = shown.label != shown.name
    details = [shown.name if known else "", shown.structure, _valid(shown.valid_from, shown.valid_until)]
    return TrustLine(
        fingerprint=shown.fingerprint,
        title=shown.label or shown.name or "Signataire sans nom",
        details=tuple(spaced(one) for one in (*details, "De ce coffre" if is_ours else "") if one),
        groups=shown.fingerprint_in_groups,
        is_ours=is_ours,
    )


def _valid(start: "datetime", end: "datetime") -> str:
    return f"Valable du {_day(start)} au {_day(end)}"


def _day(moment: "datetime") -> str:
    return long_date(moment.astimezone().date(), weekday=False)


def _authorities() -> list[TrustLine]:
    from spie_diag.casework.authorities import recognised

    return [_authority_line(one) for one in recognised()]


def _signers(casebook: "Casebook") -> list[TrustLine]:
    from spie_diag.casework.known_signers import ours, recognised

    own = ours(casebook)
    lines = [_signer_line(one, is_ours=one.fingerprint in own) for one in recognised()]
    return sorted(lines, key=lambda line: line.is_ours)


def _authority_in(file: Path) -> TrustLine:
    from spie_diag.casework.authorities import authority_in

    shown = authority_in(file)
    facts = (shown.territory, _valid(shown.valid_from, shown.valid_until))
    line = _authority_line(shown)
    return replace(line, title=shown.name or line.title, details=tuple(spaced(one) for one in facts if one))


def _signer_in(file: Path) -> TrustLine:
    from spie_diag.casework.known_signers import signer_in

    return _signer_line(signer_in(file))


def _recognise(kind: Kind, file: Path, label: str, tells_time: bool, fingerprint: str) -> str:
    """The words it is kept under; ``fingerprint`` is what was compared, and the file must still hold it."""
    if kind is Kind.AUTHORITY:
        from spie_diag.casework.authorities import recognise

        return recognise(file, label=label, tells_time=tells_time, compared=fingerprint).label
    from spie_diag.casework.known_signers import recognise as recognise_signer

    return recognise_signer(file, label=label, compared=fingerprint).label


def _forget(kind: Kind, fingerprint: str) -> None:
    if kind is Kind.AUTHORITY:
        from spie_diag.casework.authorities import forget

        forget(fingerprint)
        return
    from spie_diag.casework.known_signers import forget as forget_signer

    forget_signer(fingerprint)


def _take_list(file: Path) -> TrustLine:
    from spie_diag.casework.authorities import take_revocations

    return _authority_line(take_revocations(file))

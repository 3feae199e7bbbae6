"""Decides what happens where a specialist looks after what she signs with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.french import long_date, spaced

if TYPE_CHECKING:
    from datetime import datetime

    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.identities import IdentityLabel, WrittenRequest
    from spie_diag.signing.cards import CardIdentity

T = TypeVar("T")

_KINDS: Final = {
    "built-in": "Clé de ce coffre",
    "file": "Clé reçue sous forme de fichier, gardée dans ce coffre",
    "card": "Clé d’une carte, qui n’en sort jamais",
}


class Part(Enum):
    """The part of the page where something is said."""

    ABOUT = "about"
    REQUEST = "request"
    KEY_FILE = "key-file"
    CARD = "card"
    KEY = "key"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityShown:
    """Who she is for partners."""

    name: str = field(repr=False)
    structure: str = field(repr=False)
    kind: str
    vouched: str = field(repr=False)
    """Who vouches for her certificate."""
    fingerprint: str
    """In groups of four, as is the other."""
    authority_fingerprint: str
    valid: str
    warning: str
    """That her certificate ends soon, or is over; empty else."""
    is_over: bool
    is_built_in: bool
    reads_cards: bool
    stamp_address: str
    own_structure: str = field(repr=False)
    """Told where the certificate names another structure than the vault does; empty else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A certificate of an authority, before it is taken: compared first."""

    name: str = field(repr=False)
    authority: str = field(repr=False)
    fingerprint: str
    """Of the authority, in groups of four."""
    valid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    name: str = field(repr=False)
    detail: str = field(repr=False)
    fingerprint: str


class IdentityScreen(Protocol):
    def show_identity(self, shown: IdentityShown) -> None: ...

    def show_busy(self, part: Part, sentence: str) -> None: ...

    def say_done(self, part: Part, sentence: str, advice: str) -> None: ...

    def say_wrong(self, part: Part, error: SpieError) -> None: ...

    def show_offered(self, offered: Offered) -> None: ...

    def show_cards(self, lines: Sequence[CardLine]) -> None: ...


@dataclass
class IdentityPresenter:
    screen: IdentityScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    _offered: tuple[Path, str] | None = field(default=None, repr=False)
    """The file that was looked at, and the fingerprint of the authority in it."""
    _cards: "tuple[CardIdentity, ...]" = field(default=(), repr=False)

    def refresh(self) -> None:
        """Read again whose certificate it is: the keyboard may have passed to a colleague."""
        self._do(Part.ABOUT, partial(_identity, self.casebook), self.screen.show_identity)

    def write_certificate(self, file: Path) -> None:
        task = partial(_write_certificate, self.casebook, file)
        self._do(Part.ABOUT, task, self._certificate_written)

    def write_request(self, folder: Path) -> None:
        self._do(Part.REQUEST, partial(_write_request, self.casebook, folder), self._request_written)

    def look_at_certificate(self, file: Path) -> None:
        """What an authority sent back, before anything changes."""
        self._offered = None
        self._do(Part.REQUEST, partial(_offer, self.casebook, file), partial(self._show_offered, file))

    def take_certificate(self) -> None:
        if self._offered is not None:
            told = "Vous signez maintenant avec ce certificat."
            self._change(Part.REQUEST, partial(_take_in, self.casebook, *self._offered), told)

    def import_key(self, file: Path, password: str) -> None:
        self.screen.show_busy(Part.KEY_FILE, "La clé est lue et mise dans le coffre…")
        told = "Vous signez maintenant avec cette clé. Effacez son fichier, ou rangez-le en lieu sûr."
        self._change(Part.KEY_FILE, partial(_import, self.casebook, file, password), told)

    def look_at_cards(self, module: Path, pin: str) -> None:
        self.screen.show_busy(Part.CARD, "La carte est lue…")
        self._do(Part.CARD, partial(_cards_in, module, pin), self._show_cards)

    def choose_card(self, place: int) -> None:
        told = "Vous signez maintenant avec cette carte : son code PIN sera demandé à chaque signature."
        self._change(Part.CARD, partial(_choose, self.casebook, self._cards[place]), told)

    def use_built_in(self) -> None:
        self._change(
            Part.KEY, partial(_use_built_in, self.casebook), "Vous signez de nouveau avec la clé de ce coffre."
        )

    def renew(self) -> None:
        told = "Vous avez une nouvelle clé. Si une autorité certifiait l’ancienne, faites une nouvelle demande."
        self._change(Part.KEY, partial(_renew, self.casebook), told)

    def keep_server(self, address: str) -> None:
        self._do(Part.STAMP, partial(_keep_server, self.casebook, address), self._server_kept)

    def _do(self, part: Part, task: Callable[[], T], then: Callable[[T], None]) -> None:
        self.work.run(task, then=then, failed=partial(self.screen.say_wrong, part))

    def _change(self, part: Part, task: "Callable[[], IdentityLabel]", told: str) -> None:
        self._do(part, task, partial(self._changed, part, told))

    def _changed(self, part: Part, told: str, _label: "IdentityLabel") -> None:
        """Said once the page shows what holds now."""
        self._offered, self._cards = None, ()
        task = partial(_identity, self.casebook)
        self._do(part, task, partial(self._show_changed, part, told))

    def _show_changed(self, part: Part, told: str, shown: IdentityShown) -> None:
        self.screen.show_identity(shown)
        self.screen.say_done(part, spaced(told), "")

    def _certificate_written(self, file: Path) -> None:
        advice = "Il est public : un partenaire le compare avec votre empreinte, lue à voix haute, puis vous reconnaît."
        self.screen.say_done(Part.ABOUT, spaced(f"Votre certificat est enregistré : {file.name}"), spaced(advice))

    def _request_written(self, written: "WrittenRequest") -> None:
        read = (
            f"Remettez-la à l’autorité, et lisez-lui l’empreinte de votre clé : {in_groups(written.key_fingerprint)}."
        )
        self.screen.say_done(Part.REQUEST, spaced(f"Votre demande est écrite : {written.file.name}"), spaced(read))

    def _show_offered(self, file: Path, label: "IdentityLabel") -> None:
        self._offered = (file, label.authority_fingerprint)
        self.screen.show_offered(
            Offered(
                name=label.who.name,
                authority=label.issued_by,
                fingerprint=in_groups(label.authority_fingerprint),
                valid=f"valable {_valid(label.valid_from, label.valid_until)}",
            )
        )

    def _show_cards(self, found: "tuple[CardIdentity, ...]") -> None:
        self._cards = found
        self.screen.show_cards([_card_line(one) for one in found])

    def _server_kept(self, address: str) -> None:
        asked = "Il sera sollicité à chaque signature, s’il répond. Sans lui, la signature vaut quand même."
        if address:
            self.screen.say_done(Part.STAMP, "Le serveur d’horodatage est gardé.", spaced(asked))
        else:
            self.screen.say_done(Part.STAMP, "Aucun serveur d’horodatage n’est sollicité.", "")


def in_groups(fingerprint: str) -> str:
    """In groups of four, as two people compare it aloud."""
    return " ".join(fingerprint[place : place + 4] for place in range(0, len(fingerprint), 4)).upper()


def _valid(start: "datetime", end: "datetime") -> str:
    days = (long_date(one.astimezone().date(), weekday=False) for one in (start, end))
    return spaced("du {} au {}".format(*days))


def _card_line(card: "CardIdentity") -> CardLine:
    end = long_date(card.certificate.not_valid_after_utc.astimezone().date(), weekday=False)
    detail = ", ".join(filter(None, (card.signer.structure, f"jusqu’au {end}")))
    return CardLine(name=card.signer.name, detail=spaced(detail), fingerprint=in_groups(card.fingerprint))


def _identity(casebook: "Casebook") -> IdentityShown:
    from spie_diag.casework.hands import time_stamp_address
    from spie_diag.casework.identities import current_identity
    from spie_diag.casework.signing_ways import reads_cards, way_of

    label, way, writer = (
        current_identity(casebook, casebook.writer),
        way_of(casebook, casebook.writer),
        casebook.writing,
    )
    end = long_date(label.valid_until.astimezone().date(), weekday=False)
    soon = f"Votre certificat ne vaudra plus après le {end}." if way.ends_soon else ""
    over = (
        f"Votre certificat ne vaut plus depuis le {end} : vous ne pouvez plus signer avec lui." if way.is_over else ""
    )
    own = "Personne d’autre que vous : vos partenaires vous reconnaissent un par un, en comparant votre empreinte."
    return IdentityShown(
        name=label.who.name,
        structure=label.who.structure or writer.structure,
        kind=spaced(_KINDS[label.kind.value]),
        vouched=label.issued_by or spaced(own),
        fingerprint=in_groups(label.fingerprint),
        authority_fingerprint=in_groups(label.authority_fingerprint),
        valid=_valid(label.valid_from, label.valid_until),
        warning=spaced(over or soon),
        is_over=way.is_over,
        is_built_in=label.kind.value == "built-in",
        reads_cards=reads_cards(),
        stamp_address=time_stamp_address(casebook),
        own_structure=writer.structure if label.who.structure not in {"", writer.structure} else "",
    )


def _write_certificate(casebook: "Casebook", file: Path) -> Path:
    from spie_diag.casework.known_signers import write_certificate

    return write_certificate(casebook, casebook.writer, file)


def _write_request(casebook: "Casebook", folder: Path) -> "WrittenRequest":
    from spie_diag.casework.identities import write_request

    return write_request(casebook, casebook.writer, folder)


def _offer(casebook: "Casebook", file: Path) -> "IdentityLabel":
    from spie_diag.casework.identities import offered_certificate

    return offered_certificate(casebook, casebook.writer, file)


def _take_in(casebook: "Casebook", file: Path, compared: str) -> "IdentityLabel":
    from spie_diag.casework.identities import take_in_certificate

    return take_in_certificate(casebook, casebook.writer, file, compared=compared)


def _import(casebook: "Casebook", file: Path, password: str) -> "IdentityLabel":
    from spie_diag.casework.identities import import_key_file

    return import_key_file(casebook, casebook.writer, file, password)


def _cards_in(module: Path, pin: str) -> "tuple[CardIdentity, ...]":
    from spie_diag.casework.identities import cards_in

    return cards_in(module, pin)


def _choose(casebook: "Casebook", card: "CardIdentity") -> "IdentityLabel":
    from spie_diag.casework.identities import choose_card

    return choose_card(casebook, casebook.writer, card)


def _use_built_in(casebook: "Casebook") -> "IdentityLabel":
    from spie_diag.casework.identities import use_built_in

    return use_built_in(casebook, casebook.writer)


def _renew(casebook: "Casebook") -> "IdentityLabel":
    from spie_diag.casework.identities import new_key

    return new_key(casebook, casebook.writer)


def _keep_server(casebook: "Casebook", address: str) -> str:
    from spie_diag.casework.hands import set_time_stamp_address

    set_time_stamp_address(casebook, address)
    return address.strip()

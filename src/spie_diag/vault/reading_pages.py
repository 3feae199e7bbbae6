"""What can still be read of a damaged vault, page by page: incomplete perhaps, never wrong.

An entry counts where its author's signature and its commitment hold, a form or a document where its digest does. What
nobody signed (drafts, places, sealed secrets) is taken from the newest state only, whose pages are authentic.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

from spie_diag.vault.cells import Overflow, Row, numbered_rows_on
from spie_diag.vault.entries import SealedEntry, loaded, loaded_mapping
from spie_diag.vault.errors import DatabaseMissingError, DeedStoppedError
from spie_diag.vault.files import disk_refusals
from spie_diag.vault.key_record import KeyFile
from spie_diag.vault.pages import (
    Frame,
    PageCheck,
    PageReader,
    begins_with_salt,
    committed_frames,
    frames_in,
    log_of,
    pages_of,
)
from spie_diag.vault.projecting import ERASURE, REGISTER
from spie_diag.vault.sealing import authentication_key
from spie_diag.vault.wal_guard import commits_lost
from spie_diag.vault.witness import Head, remembered_heads

Gaps: TypeAlias = Mapping[bytes, tuple[tuple[int, int], ...]]
Progress: TypeAlias = Callable[[float], None]

SIGNED_FOR = ("signed/", "digest")
SIGNED_ON_PAPER = ("paper/", "digest")
TAKEN_IN = ("received/", "digest")
NEEDING = (SIGNED_FOR, SIGNED_ON_PAPER, TAKEN_IN)
LED_WITH = ("session", "fingerprint")
"""Subjects of entries that need a document or a form, and where they name it."""
_ID, _HASH, _SIGNATURE = 16, 32, 64
_PAGES_READ = 0.2
"""Where the progress stands when every page was decrypted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """Everything that was read and holds."""

    pages: int
    damaged: int
    """Pages of the file that do not hold; the first one where its salt does not, though its code may."""
    entries: tuple[SealedEntry, ...] = field(repr=False)
    """In the order of time."""
    refused: int
    """Rows that look like entries and are nobody's: not taken."""
    gaps: Gaps = field(repr=False)
    """By chain, the numbers that are missing, both ends included."""
    forms: tuple[Row, ...] = field(repr=False)
    documents: tuple[Row, ...] = field(repr=False)
    secrets: tuple[Row, ...] = field(repr=False)
    drafts: tuple[Row, ...] = field(repr=False)
    places: tuple[Row, ...] = field(repr=False)
    numbering: Mapping[int, int]
    """The last file number given, by year: a number is never given again, even where its file is lost or erased."""
    erased_without_order: frozenset[bytes]
    """Cases whose entries were emptied, and whose order of erasure is lost."""
    documents_lost: int
    """Documents that somebody signed for, and that could not be read."""
    forms_lost: int
    """Forms that interviews were led with, and that could not be read."""
    commits_beyond: int
    """Transactions behind a damaged place of the log, which SQLite would not read."""

    @property
    def lost(self) -> int:
        return sum(last - first + 1 for ranges in self.gaps.values() for first, last in ranges)

    @property
    def due(self) -> int:
        """How many entries there were, as far as anything remembers."""
        return len(self.entries) + self.lost


def read_pages(
    folder: Path,
    key_file: KeyFile,
    vault_key: bytearray,
    progress: Progress = lambda _done: None,
    cancelled: Callable[[], bool] = lambda: False,
    earlier: Sequence["Earlier"] = (),
) -> Readable:
    """Read a closed vault without SQLite; nothing of it is changed. ``earlier`` copies give what it lacks.

    Raises:
        DatabaseMissingError: there is no encrypted file.
        DeedStoppedError: ``cancelled`` answered True.
    """
    path = folder / key_file.database
    with disk_refusals():
        if not path.is_file():
            raise DatabaseMissingError
    check = PageCheck(path, vault_key, key_file.database_salt)
    check.go_on()
    damaged = set(check.damaged)
    if not begins_with_salt(path, key_file.database_salt):
        damaged.add(1)
    reader = PageReader(vault_key, key_file.database_salt)
    try:
        versions = _versions(path, reader)
        for copy in earlier:
            versions += _versions_of(copy)
        beyond = _commits_beyond(log_of(path), reader)
    finally:
        reader.close()
    gathered = _Gathered(key_file.signing_keys)
    for index, version in enumerate(versions):
        if cancelled():
            raise DeedStoppedError
        progress(_PAGES_READ + (1 - _PAGES_READ) * index / len(versions))
        for number, row in numbered_rows_on(version.page, version.overflow):
            gathered.take(row, version.trust, number)
    heads = remembered_heads(folder, authentication_key(vault_key, "witness")) or {}
    return gathered.conclusion(check.pages, len(damaged), heads, beyond)


class _Trust(Enum):
    """What may be taken from a page."""

    NEWEST = 1
    """Authentic, and what the vault says now: everything."""
    OLDER = 2
    """Authentic: what was signed, or has its digest."""
    UNPROVED = 3
    """Damaged somewhere: entries alone, of which everything is signed."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The encrypted file of a backup of the same vault, and what opens it."""

    path: Path
    salt: bytes
    key: bytearray = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Version:
    """One page as it was at one moment, and the other pages of that moment."""

    page: bytes = field(repr=False)
    overflow: Overflow = field(repr=False)
    trust: _Trust


def _versions(path: Path, reader: PageReader) -> list[_Version]:
    """The pages of the newest state first; behind them what else the file, its log and logs kept aside still hold."""
    read = pages_of(path)
    plain = ((number, reader.plain(page, number)) for number, page in read)
    kept = {number: page for number, page in plain if page is not None}
    unproved = {number: reader.unproved(page, number) for number, page in read if number not in kept}
    log, found = log_of(path), {**unproved, **kept}
    newest = {**kept, **_state_after(_present_frames(log), reader)}
    versions = [_Version(page, newest.get, _Trust.NEWEST) for page in newest.values()]
    replaced = (page for number, page in kept.items() if newest[number] is not page)
    versions += [_Version(page, found.get, _Trust.OLDER) for page in replaced]
    # Rows that go on in a page that is damaged may still prove whole: once more, with it.
    versions += [_Version(page, found.get, _Trust.OLDER) for page in kept.values() if unproved]
    for content in (log, *_logs_aside(path)):
        versions += _versions_in(list(frames_in(content)), found, reader)
    return versions + [_Version(page, found.get, _Trust.UNPROVED) for page in unproved.values()]


def _versions_of(copy: Earlier) -> list[_Version]:
    reader = PageReader(copy.key, copy.salt)
    try:
        plain = ((number, reader.plain(page, number)) for number, page in pages_of(copy.path))
        kept = {number: page for number, page in plain if page is not None}
    finally:
        reader.close()
    return [_Version(page, kept.get, _Trust.OLDER) for page in kept.values()]


def _present_frames(log: bytes) -> list[Frame]:
    """What SQLite would read, and beyond a damaged place what it would not."""
    current = [frame for frame in frames_in(log) if frame.is_current]
    commits = [index for index, frame in enumerate(current) if frame.pages_after]
    return current[: commits[-1] + 1] if commits else []


def _commits_beyond(log: bytes, reader: PageReader) -> int:
    return commits_lost(log, len(committed_frames(log, reader)))


def _state_after(frames: Sequence[Frame], reader: PageReader) -> dict[int, bytes]:
    plain = ((frame.number, reader.plain(frame.page, frame.number)) for frame in frames)
    return {number: page for number, page in plain if page is not None}


def _versions_in(frames: Sequence[Frame], found: Mapping[int, bytes], reader: PageReader) -> Iterator[_Version]:
    """Every page of a log, each with the others as they were once its transaction was written."""
    state, first = dict(found), 0
    for index, frame in enumerate(frames):
        if not reader.is_authentic(frame.page, frame.number):
            yield _Version(reader.unproved(frame.page, frame.number), state.get, _Trust.UNPROVED)
        if frame.pages_after or index == len(frames) - 1:
            written = _state_after(frames[first : index + 1], reader)
            state, first = {**state, **written}, index + 1
            yield from (_Version(page, state.get, _Trust.OLDER) for page in written.values())


def _logs_aside(path: Path) -> list[bytes]:
    with disk_refusals():
        return [log.read_bytes() for log in sorted(path.parent.glob(f"{path.name}-wal.damaged-*"))]


class _Gathered:
    """What was read so far, each thing once, under what tells it from others."""

    def __init__(self, public_keys: Mapping[bytes, tuple[bytes, ...]]) -> None:
        self._public_keys = public_keys
        self._entries: dict[bytes, SealedEntry] = {}
        self._refused: set[bytes] = set()
        self._erased: set[bytes] = set()
        self._numbering: dict[int, int] = {}
        self._kept: dict[str, dict[object, Row]] = {
            name: {} for name in ("form", "document", "secret", "draft", "place")
        }

    def take(self, row: Row, trust: _Trust, number: int) -> None:
        """Keep a row that is whole and true; of an entry, the newest state decides whether it was erased."""
        match row:
            case (None, _, _, _, _, _, _, _, _, _, _, _, _):
                self._take_entry(row, trust)
            case _ if trust is _Trust.UNPROVED:
                return
            case (None, str(fingerprint), bytes(content), str()):
                if hashlib.sha256(content).hexdigest() == fingerprint:
                    self._kept["form"].setdefault(fingerprint, row)
            case (None, bytes(key), bytes(), bytes(), int(), str(), str(digest), str(), bytes(pdf)):
                is_erased = trust is _Trust.NEWEST and not pdf and not digest
                if is_erased or hashlib.sha256(pdf).hexdigest() == digest:
                    self._kept["document"].setdefault(key, row)
            case (None, int(last)):  # its ``n`` is the year; also on older pages, because these only grow
                self._numbering[number] = max(last, self._numbering.get(number, 0))
            case _ if trust is _Trust.NEWEST:
                self._take_unsigned(row)

    def _take_entry(self, row: Row, trust: _Trust) -> None:
        sealed = _sealed(row)
        if sealed is None or sealed.id in self._entries:
            return
        is_newest = trust is _Trust.NEWEST
        hers = self._public_keys.get(sealed.author, ())
        is_true = sealed.holds_its_payload() or (sealed.payload is None and is_newest)
        if not (is_true and any(sealed.is_signed_by(key) for key in hers)):
            self._refused.update({sealed.id} if is_newest else ())
            return
        if sealed.payload is None:
            self._erased.add(sealed.case_id)
        self._entries[sealed.id] = sealed

    def _take_unsigned(self, row: Row) -> None:
        match row:
            case (bytes(who), str(name), bytes()) if len(who) == _ID:
                self._kept["secret"].setdefault((who, name), row)
            case (bytes(case), str(name), bytes(who), bytes(), str()) if len(case) == len(who) == _ID:
                self._kept["draft"].setdefault((case, name, who), row)
            case (str(key), bytes(value)) if _is_json(value):
                self._kept["place"].setdefault(key, row)

    def conclusion(self, pages: int, damaged: int, heads: Mapping[bytes, Head], commits_beyond: int) -> Readable:
        """What holds together: nothing that was said in a file that was erased, wherever it was found."""
        orders = {sealed.case_id for sealed in self._entries.values() if _tells(sealed, ERASURE)}
        erased = self._erased | orders
        entries = [_stripped(sealed) if sealed.case_id in erased else sealed for sealed in self._entries.values()]
        documents = [row for row in self._rows("document") if row[2] not in erased or not row[8]]
        needed = set().union(*(_named_by(entries, *one) for one in NEEDING))
        return Readable(
            pages=pages,
            damaged=damaged,
            entries=tuple(sorted(entries, key=lambda sealed: (sealed.tick, sealed.id))),
            refused=len(self._refused - self._entries.keys()),
            gaps=_gaps(entries, heads),
            forms=self._rows("form"),
            documents=tuple(sorted(documents, key=lambda row: str(row[7]))),
            secrets=self._rows("secret"),
            drafts=tuple(row for row in self._rows("draft") if row[0] not in erased),
            places=self._rows("place"),
            numbering=self._numbering,
            erased_without_order=frozenset(self._erased - orders),
            documents_lost=len(needed - {str(row[6]) for row in documents}),
            forms_lost=len(_named_by(entries, *LED_WITH) - {str(row[1]) for row in self._rows("form")}),
            commits_beyond=commits_beyond,
        )

    def _rows(self, kind: str) -> tuple[Row, ...]:
        return tuple(self._kept[kind].values())


def _sealed(row: Row) -> SealedEntry | None:
    """The entry that a row of the journal holds; None where its values could not be one."""
    match row:
        case (
            None, bytes(id_), bytes(chain), int(number), bytes(previous), bytes(author), int(tick), bytes(case),
            None | bytes() as interview, bytes(commitment), bytes(signature), bytes(), None | bytes() as payload,
        ) if number > 0 and tick >= 0:  # fmt: skip
            sealed = SealedEntry(
                id=id_,
                chain=chain,
                number=number,
                previous=previous,
                author=author,
                tick=tick,
                case_id=case,
                interview_id=interview,
                commitment=commitment,
                signature=signature,
                payload=payload,
            )
            return sealed if _has_its_sizes(sealed) else None
        case _:
            return None


def _has_its_sizes(sealed: SealedEntry) -> bool:
    """What is signed packs other lengths too, cut or filled: no two rows may have one signature."""
    ids = (sealed.id, sealed.chain, sealed.author, sealed.case_id, sealed.interview_id or bytes(_ID))
    hashes = (sealed.previous, sealed.commitment)
    return (
        all(len(one) == _ID for one in ids)
        and all(len(one) == _HASH for one in hashes)
        and len(sealed.signature) == _SIGNATURE
    )


def _gaps(entries: Sequence[SealedEntry], heads: Mapping[bytes, Head]) -> Gaps:
    """What is missing below the last known number of each chain."""
    known: dict[bytes, set[int]] = {chain: set() for chain in heads}
    for sealed in entries:
        known.setdefault(sealed.chain, set()).add(sealed.number)
    gaps = {}
    for chain, numbers in known.items():
        end = max(numbers, default=0)
        if chain in heads:
            end = max(end, heads[chain].number)
        bounds = [0, *sorted(numbers), end + 1]
        ranges = tuple((one + 1, following - 1) for one, following in pairwise(bounds) if following - one > 1)
        if ranges:
            gaps[chain] = ranges
    return gaps


def _stripped(sealed: SealedEntry) -> SealedEntry:
    """What stays of an entry in a file that was erased: all of the register and of the order, else what was signed."""
    stays = _tells(sealed, ERASURE) or _tells(sealed, REGISTER)
    return sealed if stays else replace(sealed, payload=None)


def _tells(sealed: SealedEntry, subject: str) -> bool:
    # Only what may be it is read: parsing every entry would take seconds.
    if sealed.payload is None or f'"subject":"{subject}'.encode() not in sealed.payload:
        return False
    told = str(loaded_mapping(sealed.payload)["subject"])
    return told.startswith(subject) if subject == REGISTER else told == subject


def _named_by(entries: Iterable[SealedEntry], subject: str, key: str) -> set[str]:
    return named_in((sealed.payload for sealed in entries if sealed.payload is not None), subject, key)


def named_in(payloads: Iterable[bytes], subject: str, key: str) -> set[str]:
    """What entries under a subject, or under one that begins with it, say under ``key``: digests of what they need."""
    mark, named = f'"subject":"{subject}'.encode(), set()
    for content in payloads:
        if mark in content:
            told = loaded_mapping(content)
            value = told["value"]
            if str(told["subject"]).startswith(subject) and isinstance(value, dict):
                named.add(str(value.get(key) or ""))
    return named - {""}


def _is_json(content: bytes) -> bool:
    try:
        loaded(content)
    except ValueError:
        return False
    return True

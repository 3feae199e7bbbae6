"""Closing a document for its way, and opening one that came closed, with a password or for certificates."""

import os
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from spie_diag.casework.errors import UnwrittenFileError
from spie_diag.casework.exchange_errors import (
    AlreadySealedError,
    CertificateNeededError,
    NotSealedError,
    WeakTransportPasswordError,
)
from spie_diag.casework.verifying import content_of

PASSWORD_WORDS = 6
"""Of 2 048: 66 bits. A card guesses PDF passwords hundreds of times faster than those of a vault."""
FEWEST_GUESSES = 1e14


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How a file is closed for its way: with a password, or for the recipients' certificates (PEM or DER)."""

    password: str = field(default="", repr=False)
    certificates: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def kind(self) -> str:
        return "certificate" if self.certificates else "password"


def suggested_password() -> str:
    """Words without rapport, to be said by telephone: never in the message that carries the file."""
    from spie_diag.vault.weighing import propose

    return propose(PASSWORD_WORDS)


def refuse_weak(seal: Seal) -> None:
    """Raises:
    WeakTransportPasswordError: the password would be found by whoever intercepts the file.
    """
    from spie_diag.vault.weighing import weigh

    if not seal.certificates and weigh(seal.password).guesses < FEWEST_GUESSES:
        raise WeakTransportPasswordError


def sealed(document: bytes, seal: Seal, moment: datetime) -> bytes:
    """``document`` in an envelope that bears the date of ``moment``.

    Raises:
        NotARecipientError: one of the certificates cannot be sealed for.
        UnusablePasswordError: no file can be closed with this password.
    """
    from spie_diag.documents.envelope_page import build_envelope_page
    from spie_diag.signing.envelope import ENCLOSED, seal_for, seal_with_password

    cover = build_envelope_page(ENCLOSED, moment)
    if seal.certificates:
        return seal_for(cover, document, seal.certificates)
    return seal_with_password(cover, document, seal.password)


def seal_file(file: Path, target: Path, seal: Seal, moment: datetime) -> None:
    """Write an envelope around a PDF; ``target`` is complete or as it was.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: ``file`` cannot be read.
        AlreadySealedError: it is encrypted already, cut short, or no PDF.
        WeakTransportPasswordError, NotARecipientError, UnusablePasswordError: nothing can be sealed so.
        UnwrittenFileError: the folder of ``target`` refuses it, or the disk is full.
    """
    from spie_diag.signing.envelope import may_be_sealed

    document = content_of(file)
    if not may_be_sealed(document):
        raise AlreadySealedError
    refuse_weak(seal)
    _put(sealed(document, seal, moment), target)


def open_file(file: Path, target: Path, password: str) -> None:
    """Write what an envelope encloses, byte for byte; ``target`` is complete or as it was.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: ``file`` cannot be read.
        NotSealedError, CertificateNeededError: it is not closed, or no password opens it.
        WrongEnvelopePasswordError, ChangedEnvelopeError, NotAnEnvelopeError: it does not open.
        UnwrittenFileError: the folder of ``target`` refuses it, or the disk is full.
    """
    from spie_diag.signing.envelope import Sealing, open_with_password, sealing_of

    content = content_of(file)
    how = sealing_of(content)
    if how is Sealing.NONE:
        raise NotSealedError
    if how is Sealing.CERTIFICATE:
        raise CertificateNeededError
    _put(open_with_password(content, password), target)


def _put(content: bytes, target: Path) -> None:
    """Readable by its owner only, as ``mkstemp`` makes it: it is about somebody."""
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        beside.replace(target)
    except OSError as why:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise UnwrittenFileError(folder=target.parent) from why

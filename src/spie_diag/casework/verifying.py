"""Checking a PDF: one that somebody handed over, without any vault, or the one that the vault keeps."""

from pathlib import Path
from stat import S_ISREG

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import (
    NotAFileError,
    NotSignedYetError,
    SignersFolderMissingError,
    TooBigFileError,
    UnreadableFileError,
)
from spie_diag.casework.publishing import signed_document
from spie_diag.interview.people import InterviewId
from spie_diag.paths import known_signers
from spie_diag.signing.identity import KnownSigners
from spie_diag.signing.reading import LARGEST
from spie_diag.signing.verdict import Verdict
from spie_diag.signing.verifying import verify


def verify_file(file: Path, *, signers: Path | None = None) -> Verdict:
    """Who signed ``file``, whether anything changed since, and whether this computer knows the signers.

    ``signers`` is a folder of certificates to recognise instead of the user's own.

    Raises:
        UnreadableFileError: the file is not there, or may not be read.
        NotAFileError: a folder, a device, anything else that has no end.
        TooBigFileError: no diagnostic weighs as much; not a byte was read.
        SignersFolderMissingError: there is no folder ``signers``.
    """
    if signers is not None and not signers.is_dir():
        raise SignersFolderMissingError(folder=signers)
    return verify(content_of(file), KnownSigners(signers or known_signers()))


def content_of(file: Path) -> bytes:
    """What a file holds that somebody handed over, as far as it may be a document.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: as ``verify_file``.
    """
    try:
        return _content(file)
    except (OSError, ValueError) as why:  # ValueError: a name with a null character
        raise UnreadableFileError(name=file.name) from why


def _content(file: Path) -> bytes:
    seen = file.stat()
    if not S_ISREG(seen.st_mode):
        raise NotAFileError(name=file.name)
    if seen.st_size > LARGEST:
        raise TooBigFileError(name=file.name, limit=LARGEST // 2**20)
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)  # it may have grown since


def verify_kept(casebook: Casebook, interview: InterviewId, *, signers: Path | None = None) -> Verdict:
    """The same for the current version as the vault keeps it.

    Raises:
        NotSignedYetError: nobody signed this version.
        SeveralDigestsError: the bytes kept are not those that were signed.
    """
    pdf = signed_document(casebook, interview)
    if pdf is None:
        raise NotSignedYetError
    return verify(pdf, KnownSigners(signers or known_signers()))

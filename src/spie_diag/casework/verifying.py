"""Checking a PDF: one that somebody handed over, without any vault, or the one that the vault keeps."""

from datetime import datetime
from pathlib import Path
from stat import S_ISREG

from spie_diag.casework.authority_errors import AuthoritiesFolderMissingError, FileThereError
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import (
    NotAFileError,
    NotSignedYetError,
    SignersFolderMissingError,
    TooBigFileError,
    UnreadableFileError,
    UnwrittenFileError,
)
from spie_diag.casework.publishing import signed_document
from spie_diag.interview.people import InterviewId
from spie_diag.paths import known_authorities, known_signers
from spie_diag.signing.identity import KnownSigners, replace_file
from spie_diag.signing.reading import LARGEST
from spie_diag.signing.trusted_authorities import Authorities, Believable
from spie_diag.signing.trusted_folder import GivenAuthorities
from spie_diag.signing.verdict import Verdict
from spie_diag.signing.verifying import verify


def verify_file(file: Path, *, signers: Path | None = None, authorities: Path | None = None) -> Verdict:
    """Who signed ``file``, whether anything changed since, and who vouches for the signers.

    ``signers`` is a folder of certificates to recognise instead of the user's own, ``authorities`` one with the
    certificates of authorities and their revocation lists, under any name.

    Raises:
        UnreadableFileError: the file is not there, or may not be read.
        NotAFileError: a folder, a device, anything else that has no end.
        TooBigFileError: no diagnostic weighs as much; not a byte was read.
        SignersFolderMissingError: there is no folder ``signers``.
        AuthoritiesFolderMissingError: there is no folder ``authorities``.
    """
    if signers is not None and not signers.is_dir():
        raise SignersFolderMissingError(folder=signers)
    if authorities is not None and not authorities.is_dir():
        raise AuthoritiesFolderMissingError(folder=authorities)
    return verify_content(content_of(file), signers=signers, authorities=authorities)


def verify_content(
    pdf: bytes,
    *,
    signers: Path | None = None,
    authorities: Path | None = None,
    now: datetime | None = None,
    received_at: datetime | None = None,
) -> Verdict:
    """The same of bytes; ``received_at`` is when they came in, where it was written down."""
    return verify(
        pdf,
        KnownSigners(signers or known_signers()),
        authorities=_authorities(authorities),
        now=now,
        received_at=received_at,
    )


def _authorities(folder: Path | None) -> Believable:
    return GivenAuthorities(folder) if folder else Authorities(known_authorities())


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


def verify_kept(
    casebook: Casebook, interview: InterviewId, *, signers: Path | None = None, authorities: Path | None = None
) -> Verdict:
    """The same for the current version as the vault keeps it.

    Raises:
        NotSignedYetError: nobody signed this version.
        SeveralDigestsError: the bytes kept are not those that were signed.
    """
    pdf = signed_document(casebook, interview)
    if pdf is None:
        raise NotSignedYetError
    return verify_content(pdf, signers=signers, authorities=authorities)


def prove_file(file: Path, to: Path, address: str, *, authorities: Path | None = None) -> None:
    """Write at ``to`` the document of ``file`` with proofs that outlive its certificates; ``file`` stays as it is.

    ``address`` is that of a time-stamp server (RFC 3161). It sees a digest, nothing of the document.

    Raises:
        UnreadableFileError, NotAFileError, TooBigFileError: ``file`` cannot be read.
        TimeStampAddressError: this is no address of a server.
        NotFullySignedError: a signature is missing, or the document no longer holds.
        StampFailedError: the server gave no time-stamp.
        FileThereError: ``to`` is there already.
        UnwrittenFileError: it cannot be written.
    """
    from spie_diag.signing.time_stamping import TimeStampServer
    from spie_diag.signing.timestamps_adding import with_proofs

    if to.exists():
        raise FileThereError(name=to.name)
    server = TimeStampServer(address)
    proven = with_proofs(content_of(file), _authorities(authorities), server)
    try:
        replace_file(to, proven)
    except OSError as why:
        raise UnwrittenFileError(folder=to.parent) from why

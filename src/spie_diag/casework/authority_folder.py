"""The folder of an authority: its key, its certificate, its list, its register, and what it issued."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spie_diag.casework.authority_registry import Issued, Registry
from spie_diag.casework.certifying_errors import (
    AuthorityStorageError,
    DamagedRegistryError,
    NotAnAuthorityFolderError,
    RegisterChangedError,
    UnreadableRequestFileError,
)
from spie_diag.errors import SpieError
from spie_diag.french import long_date

if TYPE_CHECKING:
    from cryptography import x509

    from spie_diag.signing.authority import Authority

ROOT = "autorite.pem"
KEY = "cle-autorite.pem"
REVOCATIONS = "liste-revocation.crl"
REGISTRY = "registre.json"
CERTIFICATES = "certificats"

_LARGEST = 64 * 1024


def read(folder: Path) -> "tuple[x509.Certificate, Registry]":
    """The authority's certificate and register, without its passphrase.

    Raises:
        NotAnAuthorityFolderError, AuthorityStorageError, DamagedRegistryError
        DamagedAuthorityError: its certificate is cut or edited.
    """
    from spie_diag.signing.authority import read_root

    with storage(folder):
        if not (folder / ROOT).is_file():
            raise NotAnAuthorityFolderError(folder=folder)
        root, registry = read_root((folder / ROOT).read_bytes()), (folder / REGISTRY).read_bytes()
    return root, Registry.from_bytes(registry).with_revoked(_revoked_in(folder, root))


def _revoked_in(folder: Path, root: "x509.Certificate") -> dict[int, datetime]:
    """What the list that lies there takes back: an older copy of the register must not give it back."""
    from spie_diag.signing.trusted_authorities import read_list

    with suppress(SpieError, OSError):
        if listed := read_list((folder / REVOCATIONS).read_bytes(), [root]):
            return {one.serial_number: one.revocation_date_utc for one in listed.published}
    return {}


def opened(folder: Path, passphrase: str) -> "tuple[Authority, Registry]":
    """The same with the authority's key.

    Raises:
        WrongAuthorityPassphraseError, DamagedAuthorityError
    """
    from spie_diag.signing.authority import opened as with_key

    _, registry = read(folder)
    with storage(folder):
        key, root = (folder / KEY).read_bytes(), (folder / ROOT).read_bytes()
    return with_key(key, root, passphrase), registry


def content_of(file: Path) -> bytes:
    """A file that somebody handed over: a request, a certificate.

    Raises:
        UnreadableRequestFileError: it cannot be read, or is far too large to be one.
    """
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise UnreadableRequestFileError(file=shown(file))
        return file.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        raise UnreadableRequestFileError(file=shown(file)) from error


def shown(file: Path) -> str:
    """The name of a file that somebody else chose: signs that a terminal obeys could cover what is shown beside it."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in file.name)


def write_certificates(folder: Path, issued: Iterable[Issued]) -> None:
    """Each certificate followed by the authority's own, which whoever receives it needs to check it."""
    with storage(folder):
        root = (folder / ROOT).read_text("ascii")
        (folder / CERTIFICATES).mkdir(exist_ok=True)
    for one in issued:
        write(folder, str(file_of(folder, one).relative_to(folder)), (one.certificate + root).encode())


def file_of(folder: Path, one: Issued) -> Path:
    """Named by the key, as the request was: a file name names nobody."""
    return folder / CERTIFICATES / f"certificat-{one.key[:8]}.pem"


def certificate_in(one: Issued) -> "x509.Certificate":
    """Raises ``DamagedRegistryError`` where the register holds no certificate."""
    from spie_diag.signing.certificates import read_certificate
    from spie_diag.signing.errors import NotACertificateError

    try:
        return read_certificate(one.certificate.encode())
    except NotACertificateError as error:
        raise DamagedRegistryError from error


def number_of_list(folder: Path) -> int:
    """The number of the list that lies there: an older copy of the register must not make numbers go back."""
    from spie_diag.signing.authority import number_of

    with suppress(SpieError, OSError):
        return number_of((folder / REVOCATIONS).read_bytes())
    return 0


def write(folder: Path, name: str, content: bytes) -> None:
    """Replace one file of the folder, in one step."""
    from spie_diag.signing.identity import replace_file

    with storage(folder):
        replace_file(folder / name, content)


def write_register(folder: Path, before: Registry, after: Registry) -> None:
    """Replace the register that was read as ``before``: what somebody else wrote meanwhile is not lost.

    Raises:
        RegisterChangedError: somebody else certified or revoked meanwhile; nothing was written.
    """
    _, now = read(folder)
    if now != before:
        raise RegisterChangedError
    write(folder, REGISTRY, after.as_bytes())


@contextmanager
def storage(folder: Path) -> Iterator[None]:
    """Turn what the system refuses into ``AuthorityStorageError``."""
    try:
        yield
    except OSError as error:
        raise AuthorityStorageError(folder=folder) from error


def day(moment: datetime) -> str:
    """« 23 novembre 2026 »."""
    return long_date(moment.astimezone().date(), weekday=False)

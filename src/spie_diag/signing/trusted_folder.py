"""Authorities and revocation lists as they were handed over: files of any name, in a folder that somebody trusts."""

from dataclasses import dataclass
from pathlib import Path

from spie_diag.signing.certificates import fingerprint, read_certificates
from spie_diag.signing.errors import NotACertificateError
from spie_diag.signing.subjects import signer_name
from spie_diag.signing.trust_errors import AuthoritiesFolderError, NotAListError
from spie_diag.signing.trusted_authorities import (
    LARGEST_LIST,
    OF_TIME,
    KnownAuthority,
    Purpose,
    RevocationList,
    may_certify,
    newest,
    read_list,
)


@dataclass(frozen=True, slots=True)
class GivenAuthorities:
    """What is believed for one verification only; files that are neither certificate nor list are left alone."""

    folder: Path

    def all(self) -> tuple[KnownAuthority, ...]:
        """Every authority in the folder; one in a file named « ….temps.pem » is believed for its time-stamps only.

        Raises:
            AuthoritiesFolderError: the folder cannot be read.
        """
        found: dict[tuple[str, Purpose], KnownAuthority] = {}
        for name, content in self._files():
            purpose = Purpose.TIME if name.endswith(f"{OF_TIME}.pem") else Purpose.SIGNERS
            try:
                held = read_certificates(content)
            except NotACertificateError:
                continue
            for certificate in held:
                if may_certify(certificate):
                    label = signer_name(certificate).name
                    authority = KnownAuthority(certificate=certificate, label=label, purpose=purpose)
                    found[fingerprint(certificate), purpose] = authority
        return tuple(sorted(found.values(), key=lambda authority: authority.label))

    def lists(self) -> tuple[RevocationList, ...]:
        """The newest list of each of them.

        Raises:
            AuthoritiesFolderError: the folder cannot be read.
        """
        issuers = [authority.certificate for authority in self.all()]
        read = []
        for _, content in self._files():
            try:
                one = read_list(content, issuers)
            except NotAListError:
                continue
            read += [one] if one else []
        kept = (newest(read, issuer) for issuer in dict.fromkeys(issuers))
        return tuple(one for one in kept if one is not None)

    def _files(self) -> list[tuple[str, bytes]]:
        try:
            files = sorted(path for path in self.folder.iterdir() if path.is_file())
            return [(path.name, path.read_bytes()) for path in files if path.stat().st_size <= LARGEST_LIST]
        except OSError as error:
            raise AuthoritiesFolderError from error

"""Checking a PDF that somebody handed over, without any vault."""

from pathlib import Path

from spie_diag.casework.errors import UnreadableFileError
from spie_diag.paths import known_signers
from spie_diag.signing.identity import KnownSigners
from spie_diag.signing.verdict import Verdict
from spie_diag.signing.verifying import verify


def verify_file(file: Path, *, signers: Path | None = None) -> Verdict:
    """Who signed ``file``, whether anything changed since, and whether this computer knows the signers.

    ``signers`` is a folder of certificates to recognise instead of the user's own.

    Raises:
        UnreadableFileError: the file is not there, or may not be read.
    """
    try:
        pdf = file.read_bytes()
    except OSError as why:
        raise UnreadableFileError(name=file.name) from why
    return verify(pdf, KnownSigners(signers or known_signers()))

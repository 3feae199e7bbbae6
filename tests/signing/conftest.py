"""Two specialists, what they signed, and the computer that verifies it."""

from pathlib import Path

import pytest

from spie_diag.signing.identity import Identity, KnownSigners
from tests.signing.paper import identities, signed_by_both


@pytest.fixture(scope="session")
def pair() -> tuple[Identity, Identity]:
    """Clara's and Idris's keys."""
    return identities()


@pytest.fixture(scope="session")
def stages(pair: tuple[Identity, Identity]) -> tuple[bytes, bytes]:
    """The document after the first signature, then after the second."""
    return signed_by_both(*pair)


@pytest.fixture(scope="session")
def once(stages: tuple[bytes, bytes]) -> bytes:
    return stages[0]


@pytest.fixture(scope="session")
def twice(stages: tuple[bytes, bytes]) -> bytes:
    return stages[1]


@pytest.fixture
def known(tmp_path: Path, pair: tuple[Identity, Identity]) -> KnownSigners:
    """A computer that recognises both specialists."""
    signers = KnownSigners(tmp_path / "signataires")
    for identity in pair:
        signers.add(identity.certificate)
    return signers


@pytest.fixture
def nobody(tmp_path: Path) -> KnownSigners:
    """A computer that recognises no one yet."""
    return KnownSigners(tmp_path / "personne")

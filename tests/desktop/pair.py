"""Two fictional specialists and their real vault, in a temporary folder: one for the tests of a module."""

from collections.abc import Iterator

import pytest

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.opening import NewSpecialist, create_casebook
from spie_diag.interview.people import FieldOfWork

NADIA, KARIM = "quatre arbres verts au bord du canal", "sept vélos rouges devant la mairie"


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    """Nadia (social) and Karim (employment); Nadia is at the keyboard."""
    folder = tmp_path_factory.mktemp("coffre")
    founders = (
        NewSpecialist(
            name="Nadia Témoin",
            structure="Maison de l’insertion",
            role="assistante sociale",
            field_of_work=FieldOfWork.SOCIAL,
            passphrase=NADIA,
        ),
        NewSpecialist(
            name="Karim Spécimen",
            structure="Agence Exemple",
            role="conseiller emploi",
            field_of_work=FieldOfWork.EMPLOYMENT,
            passphrase=KARIM,
        ),
    )
    opened = create_casebook(folder / "coffre", "Antenne", founders, signers=folder / "signataires", quick_keys=True)
    yield opened
    opened.lock()

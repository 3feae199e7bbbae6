"""What is told of what goes wrong: in good French, and paths as they can be typed again."""

from pathlib import Path
from typing import ClassVar

from spie_diag.errors import SpieError


class TakenFolderError(SpieError):
    sentence: ClassVar[str] = "Le dossier « {folder} » est pris par « {who} »."
    advice: ClassVar[str] = "Choisissez-en un autre que {folder} !"


def test_a_path_can_be_copied_from_a_sentence_and_the_rest_is_french() -> None:
    folder = Path("/home/d'été/a ; b")
    told = str(TakenFolderError(folder=folder, who="l'autre"))
    assert told.count(str(folder)) == 2
    assert "«\u00a0l’autre\u00a0»" in told
    assert told.endswith("b\u202f!")

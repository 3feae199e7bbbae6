"""One specialist alone: it is possible, and every page of the document says it."""

from pathlib import Path

import pikepdf
from PySide6.QtCore import Qt

from spie_diag.casework.verifying import verify_file
from tests.documents.reading import printed
from tests.journeys.conftest import DeskFactory
from tests.journeys.gestures import CLARA, agree, conclude, give_view, go_to_stage, receive, unlock


def test_one_specialist_alone_signs_a_document_that_says_so(desk: DeskFactory, vault: Path, tmp_path: Path) -> None:
    clara = desk(vault)
    unlock(clara)
    receive(clara, alone=True)
    clara.reads("diagnostic non conjoint")
    clara.takes_picture("seule-preparation")
    agree(clara)
    go_to_stage(clara, "Exploration")
    give_view(clara, "Logement", "Complique", "Hébergée, la fin de l’accueil est en janvier")
    clara.takes_picture("seule-exploration")
    go_to_stage(clara, "Regards croisés")
    clara.clicks("Passer à la conclusion")
    clara.takes_picture("seule-regards")
    conclude(clara, "Logement", "Complique", "Un logement à soi avant la fin de janvier", alone=True)
    go_to_stage(clara, "Restitution")
    clara.clicks("Oui, c’est ça", among="Sa réponse à la synthèse")
    go_to_stage(clara, "Plan d’action")
    clara.types("Personne référente", "à désigner")
    clara.clicks("Proposer le")
    go_to_stage(clara, "Signatures")
    clara.clicks("Ne souhaite pas signer")
    clara.clicks(f"Signer, {CLARA.name}")
    clara.types(f"Phrase secrète de {CLARA.name}", CLARA.passphrase, leaves=False)
    clara.presses(Qt.Key.Key_Return)
    clara.reads("Le document est signé. Il ne change plus.")
    clara.takes_picture("seule-signee")
    exported = tmp_path / "copie.pdf"
    clara.clicks("Enregistrer le PDF")
    clara.names_file(exported)
    clara.waits(exported.exists, "the exported document")

    with pikepdf.open(exported) as document:
        pages = [printed(document, place) for place in range(len(document.pages))]
    assert len(pages) >= 2
    for page in pages:
        assert "non conjoint" in page
    told = "\n".join(verify_file(exported).lines())
    assert "Signature intacte, connue de cet ordinateur." in told
    assert "ce diagnostic n’est pas conjoint" in told

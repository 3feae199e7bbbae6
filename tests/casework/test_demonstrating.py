"""A fictional interview from the first passphrase to the document, as the command plays it."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spie_diag.casework import opening
from spie_diag.casework.cases import case_in
from spie_diag.casework.demonstrating import PASSPHRASES, Demonstration, demonstrate
from spie_diag.clock import SteppingClock
from spie_diag.french import spaced
from spie_diag.paths import shipped
from tests.interview.journals import common_form

SHIPPED = shipped("resources", "cases", "cas-fictifs.json")
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
REFUSING = {
    "code": "R1",
    "nom": "Nour Fictif",
    "today": "2026-11-20",
    "answers": {"CAD-08": "oui", "CAD-09": "non", "IDE-03": "1990-02-03", "STA-03": "verse", "LOG-01": "sans"},
    "impacts": {"LOG": [3, 3, 3, 3]},
    "balayage": {"LOG": "a_explorer"},
    "decision": "PSP",
    "prioritaires": ["LOG"],
    "objectifs": [["LOG-O1", "Chercher", "2026-12-20", "Nour"]],
    "prochain": "2026-12-20",
}
SETTING_ASIDE = {
    "code": "S1",
    "nom": "Lou Fictif",
    "today": "2026-11-20",
    "answers": {"CAD-09": "oui_sauf", "CAD-10": ["sante"], "STA-06": "valide", "SAN-01": "peu", "LOG-01": "loc_prive"},
    "impacts": {"SAN": [2, 2, 2, 2], "LOG": [1, 1, 1, 1]},
    "balayage": {"SAN": "ne_souhaite_pas", "LOG": "a_explorer"},
    "prioritaires": ["SAN", "LOG"],
    "objectifs": [["SAN-O3", "Un dossier", "2026-12-20", "Lou"]],
}


def played(case: str | Mapping[str, object], folder: Path, at: datetime = MORNING) -> tuple[Demonstration, str]:
    """What a demonstration leaves, and what it prints."""
    file = SHIPPED
    if not isinstance(case, str):
        file = folder / "cas.json"
        file.write_text(json.dumps([dict(case)]), encoding="utf-8")
        case = str(case["code"])
    (folder / "demo").mkdir()
    shown = demonstrate(case_in(file, case, common_form()), folder / "demo", clock=SteppingClock(at))
    return shown, spaced("\n".join(shown.lines()))


def test_a_refusal_is_played_as_a_refusal(tmp_path: Path) -> None:
    shown, told = played(REFUSING, tmp_path)
    assert shown.went_well
    assert (shown.pdf, shown.verdict) == (None, None)
    assert not list(shown.folder.glob("*.pdf"))
    assert spaced("Deux entretiens séparés sont à lui proposer, chacun avec un seul professionnel.") in told
    assert "verify" not in told
    one = shown.specialists[0]
    book = opening.open_casebook(shown.vault, one.id, PASSPHRASES[one.field_of_work], signers=shown.signers)
    try:
        record = book.desk(shown.interview).record
        assert {code[:3] for code in record.under("answer")} == {"CAD", "IDE", "STA"}
        assert not any(record.under(subject) for subject in ("sweep", "view", "conclusion", "goal", "note"))
    finally:
        opening.lock(book)


def test_one_specialist_alone_makes_a_document_that_says_so(tmp_path: Path) -> None:
    shown, told = played("V4", tmp_path)
    assert shown.verdict is not None
    assert (shown.is_joint, shown.verdict.holds, shown.went_well) == (False, False, True)
    assert len(shown.verdict.signatures) == 1
    assert spaced("Un seul professionnel a mené l’entretien : le document dit « diagnostic non conjoint ».") in told
    assert spaced("« spie-diag verify » rend donc le code 1") in told


def test_a_domain_set_aside_is_not_written_and_the_document_holds(tmp_path: Path) -> None:
    shown, told = played(SETTING_ASIDE, tmp_path)
    assert shown.verdict is not None
    assert shown.verdict.holds
    assert "dispensé" not in told, "the health that she set aside waives nothing"


@pytest.mark.parametrize(("day", "said"), [(23, True), (24, False), (30, False)])
def test_a_case_later_than_the_clock_is_told(tmp_path: Path, day: int, said: bool) -> None:
    told = played({**REFUSING, "today": "2026-11-24"}, tmp_path, datetime(2026, 11, day, 9, tzinfo=UTC))[1]
    words = "Le cas se passe le 24 novembre 2026, et cet ordinateur est au 23 novembre 2026"
    assert (words in told) is said

"""A document that was taken into the wrong file: told there no more, and free to go to the right one."""

from pathlib import Path

import pytest

from spie_diag.casework import receiving, registering, taking_back, taking_in
from spie_diag.casework.accessing import access_export
from spie_diag.casework.exchange_errors import NothingReceivedError
from spie_diag.casework.received import received_document, receptions
from spie_diag.casework.receiving import NewPerson
from tests.casework.conftest import Office
from tests.casework.partner import Partner
from tests.casework.test_taking_in import elsewhere, examined, master
from tests.stretching import quick_stretching

__all__ = ["elsewhere", "master", "quick_stretching"]


def test_what_was_put_in_the_wrong_file_is_told_there_no_more_and_goes_to_the_right_one(
    office: Office, elsewhere: Partner, master: bytes, tmp_path: Path
) -> None:
    incoming = examined(office, master, elsewhere)
    wrong = receiving.add_person(office.book, NewPerson(called="Zoé")).case
    taking_in.take_in(office.book, incoming, wrong)
    with pytest.raises(NothingReceivedError):
        taking_back.take_back(office.book, office.person.case, incoming.digest)
    taking_back.take_back(office.book, wrong, incoming.digest)

    assert receptions(office.book, wrong) == ()
    assert registering.register(office.book, case=wrong)[0].detail.endswith("retiré\u00a0: ce n’était pas son dossier")
    with pytest.raises(NothingReceivedError):
        received_document(office.book, wrong, incoming.digest)
    with pytest.raises(NothingReceivedError):
        taking_back.take_back(office.book, wrong, incoming.digest)
    made = access_export(office.book, wrong, tmp_path)
    assert {file.suffix for file in made.files} == {".pdf", ".json"}
    assert len(made.files) == 2
    told = next(file for file in made.files if file.suffix == ".json").read_text()
    assert "Bensaid" not in told
    assert incoming.digest not in told

    case = taking_in.take_in(office.book, incoming, office.person.case)
    assert (case, len(receptions(office.book, case))) == (office.person.case, 1)
    taking_back.take_back(office.book, case, incoming.digest)
    before = office.book.clock.now()
    taking_in.take_in(office.book, incoming, case)
    assert receptions(office.book, case)[0].received_at >= before, "since it was taken in again"
    assert received_document(office.book, case, incoming.digest) == master

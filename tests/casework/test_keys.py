"""Passphrases, colleagues and the recovery sheet, as the windows ask for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spie_diag.casework import alarms, keys, opening, receiving
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.errors import OtherFieldError
from spie_diag.casework.opening import NewSpecialist
from spie_diag.casework.registering import register
from spie_diag.clock import SystemClock
from spie_diag.errors import SpieError
from spie_diag.interview.people import FieldOfWork, Specialist
from spie_diag.vault.errors import (
    DiskFullError,
    GuessablePassphraseError,
    SheetWordsError,
    SigningKeyLockedError,
    UnknownSpecialistError,
    WrongPassphraseError,
)
from spie_diag.vault.register import Deed

CLARA_SAYS, IDRIS_SAYS, ZOE_SAYS = "le chat dort sur la chaise", "une valise pleine de pluie", "trois hérons, un canal"
NEW = "un vélo contre le mur gris"


def new(name: str, field: FieldOfWork, passphrase: str) -> NewSpecialist:
    return NewSpecialist(name=name, structure="CCAS", role="", field_of_work=field, passphrase=passphrase)


ZOE = new("Zoé Lambert", FieldOfWork.SOCIAL, ZOE_SAYS)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Casebook]:
    founders = [
        new("Clara Morvan", FieldOfWork.SOCIAL, CLARA_SAYS),
        new("Idris Kaddour", FieldOfWork.EMPLOYMENT, IDRIS_SAYS),
    ]
    made = opening.create_casebook(
        tmp_path / "coffre", "Antenne", founders, clock=SystemClock(), signers=tmp_path / "s", quick_keys=True
    )
    yield made
    made.lock()


def clara_and_idris(book: Casebook) -> tuple[Specialist, Specialist]:
    first, second = book.openers[:2]
    return first, second


def deeds(book: Casebook) -> list[tuple[Deed, str]]:
    return [(line.deed, book.specialists[line.author].name) for line in book.vault.register.lines(10)]


def test_a_changed_passphrase_opens_and_the_register_tells_it(book: Casebook) -> None:
    clara, _ = clara_and_idris(book)
    with pytest.raises(GuessablePassphraseError):
        keys.change_passphrase(book, clara.id, CLARA_SAYS, "clara.morvan.1984")
    with pytest.raises(WrongPassphraseError):
        keys.change_passphrase(book, clara.id, NEW, NEW)
    assert deeds(book) == []
    keys.change_passphrase(book, clara.id, CLARA_SAYS, NEW)

    assert deeds(book) == [(Deed.PASSPHRASE_CHANGED, "Clara Morvan")]
    book.lock()
    opening.open_casebook(book.vault.folder, clara.id, NEW).lock()


def test_a_colleague_is_welcomed_with_signing_keys_of_her_own(book: Casebook, tmp_path: Path) -> None:
    clara, idris = clara_and_idris(book)
    zoe = keys.add_colleague(book, clara.id, CLARA_SAYS, ZOE, signers=tmp_path / "s")

    assert [holder.specialist for holder in keys.holders_of(book)] == [clara, idris, zoe]
    assert all(holder.since == book.clock.now().date() for holder in keys.holders_of(book))
    assert not book.vault.is_unlocked(zoe.id), "welcomed, and not yet at the keyboard"
    book.vault.unlock(zoe.id, ZOE_SAYS)
    assert opening.identity_of(book, zoe.id).fingerprint == opening.certificate_of(book, zoe.id)
    assert deeds(book) == [(Deed.MEMBER_ADDED, "Clara Morvan")]
    assert len(list((tmp_path / "s").iterdir())) == 3


@pytest.mark.parametrize(("name", "says"), [("", ZOE_SAYS), ("Zoé Lambert", "zoé lambert ccas"), ("Zoé", CLARA_SAYS)])
def test_a_colleague_who_cannot_sign_or_be_safe_is_not_welcomed(book: Casebook, name: str, says: str) -> None:
    clara, idris = clara_and_idris(book)
    with pytest.raises(SpieError):
        keys.add_colleague(book, clara.id, CLARA_SAYS, new(name, FieldOfWork.SOCIAL, says))

    assert book.openers == (clara, idris)
    assert deeds(book) == []


def test_a_colleague_shut_out_keeps_her_name_and_receives_nobody_any_more(book: Casebook) -> None:
    clara, idris = clara_and_idris(book)
    assert book.writer == clara.id
    keys.revoke_colleague(book, idris.id, IDRIS_SAYS, clara.id)

    assert book.writer == idris.id
    assert book.openers == (idris,)
    assert book.specialists[clara.id] == clara
    assert deeds(book) == [(Deed.MEMBER_REVOKED, "Idris Kaddour")]
    assert alarms.alarms_of(book) == ()
    with pytest.raises(OtherFieldError):
        receiving._refuse_wrong_pair(book, clara.id, idris.id)
    with pytest.raises(SigningKeyLockedError):
        opening.identity_of(book, clara.id)
    book.lock()
    with pytest.raises(UnknownSpecialistError):
        opening.open_casebook(book.vault.folder, clara.id, CLARA_SAYS)


def test_a_lost_passphrase_is_replaced_with_the_sheet(book: Casebook, tmp_path: Path) -> None:
    clara, idris = clara_and_idris(book)
    assert keys.sheet_made_on(book) is None
    words = keys.draw_sheet()
    keys.keep_sheet(book, idris.id, IDRIS_SAYS, " ".join(words))
    certificate = opening.certificate_of(book, clara.id)
    book.lock()
    with pytest.raises(SheetWordsError):
        keys.open_with_sheet(book.vault.folder, " ".join((*words[:-1], "xyzzyx")))

    again = keys.open_with_sheet(book.vault.folder, " ".join(words).upper())
    assert keys.look_up(words[3][:4]).meant == words[3]
    with pytest.raises(SigningKeyLockedError):
        again.vault.register.note(Deed.CHECKED, again.writer)
    with pytest.raises(GuessablePassphraseError):
        keys.renew(again, clara.id, "antenne du ccas")
    keys.renew(again, clara.id, NEW, signers=tmp_path / "s")
    assert again.writing == clara
    assert opening.certificate_of(again, clara.id) != certificate
    assert opening.identity_of(again, clara.id).fingerprint == opening.certificate_of(again, clara.id)
    assert deeds(again) == [(Deed.PASSPHRASE_CHANGED, "Clara Morvan"), (Deed.RECOVERY_SHEET, "Idris Kaddour")]
    assert alarms.alarms_of(again) == ()
    again.lock()

    opened = opening.open_casebook(book.vault.folder, clara.id, NEW)
    assert alarms.alarms_of(opened) == ()
    opened.lock()


def test_the_words_of_the_sheet_are_kept_nowhere(book: Casebook, caplog: pytest.LogCaptureFixture) -> None:
    _, idris = clara_and_idris(book)
    words = keys.draw_sheet()
    keys.keep_sheet(book, idris.id, IDRIS_SAYS, " ".join(words))

    facts = str([line.facts for line in book.vault.register.lines(10)])
    assert not any(word in caplog.text + facts + repr(book) for word in words)


def test_a_deed_that_the_register_cannot_tell_is_done_all_the_same(
    book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFullError

    clara, _ = clara_and_idris(book)
    monkeypatch.setattr("spie_diag.vault.register.Register.note", full)
    keys.change_passphrase(book, clara.id, CLARA_SAYS, NEW)

    assert any("registre" in warning for warning in book.warnings)


def test_an_older_key_file_put_back_is_said(book: Casebook) -> None:
    clara, _ = clara_and_idris(book)
    folder = book.vault.folder
    old = (folder / "vault.keys").read_bytes()
    keys.change_passphrase(book, clara.id, CLARA_SAYS, NEW)
    book.lock()
    last = (folder / "vault.keys").read_bytes()
    for name in ("vault.keys", "vault.keys.copy"):
        (folder / name).write_bytes(old)

    again = opening.open_casebook(folder, clara.id, CLARA_SAYS)
    assert any("ancien fichier de clés a été remis" in one.sentence for one in alarms.alarms_of(again))
    assert "Coffre ouvert avec un ancien fichier de clés" in [row.what for row in register(again, 3)]
    alarms.acknowledge(again, again.alarms)
    again.lock()
    again = opening.open_casebook(folder, clara.id, CLARA_SAYS)
    assert alarms.alarms_of(again)
    (seen,) = alarms.standing(again)
    assert not seen.is_new, "the same file lies there still"
    assert seen.alert.kind.stays_in_sight
    again.lock()
    for name in ("vault.keys", "vault.keys.copy"):
        (folder / name).write_bytes(last)
    again = opening.open_casebook(folder, clara.id, NEW)
    assert any("remplacé depuis" in one.sentence for one in alarms.alarms_of(again)), "whoever comes next"
    assert all(one.is_new for one in alarms.standing(again)), "what was seen was another alarm"
    alarms.acknowledge(again, again.alarms)
    again.lock()
    again = opening.open_casebook(folder, clara.id, NEW)
    assert alarms.alarms_of(again)
    assert not any(one.is_new for one in alarms.standing(again))
    again.lock()


def test_the_meter_and_the_proposals_know_this_vault(book: Casebook) -> None:
    known = keys.known_names(book)

    assert {"Antenne", "Clara Morvan", "CCAS"} <= set(known)
    assert not keys.weigh("morvan kaddour antenne", known).is_enough
    assert keys.weigh(keys.propose(), known).is_enough

"""What a repair could not read again is told as a loss, by a number; anything else that is missing is an alarm."""

from uuid import uuid4

import sqlalchemy as sa

from spie_diag.forms.definition import Value
from spie_diag.interview.people import SpecialistId
from spie_diag.vault import rows
from spie_diag.vault.auditing import AlarmKind
from spie_diag.vault.deeds import Deed
from spie_diag.vault.entries import FIRST_LINK, Link
from spie_diag.vault.opening import Vault
from spie_diag.vault.salvaging import salvage
from tests.vault.shelf import CASE, CLARA, IDRIS, IDRIS_SAYS, INTERVIEW, NO_WAIT, Shelf, morning


def without(vault: Vault, *numbers: int, chain: bytes | None = None) -> str:
    """Take entries away behind the triggers; the chain they were in: the first of the vault unless told."""

    def task(connection: sa.Connection) -> str:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS entry_no_delete")
        first: bytes = connection.execute(sa.select(rows.entry.c.chain).order_by(rows.entry.c.n).limit(1)).scalar_one()
        gone = rows.entry.c.number.in_(numbers)
        connection.execute(rows.entry.delete().where(gone, rows.entry.c.chain == (chain or first)))
        return (chain or first).hex()

    return vault._parts.database.write(task)


def kinds(vault: Vault) -> list[tuple[AlarmKind, int]]:
    return [(alarm.kind, alarm.lost) for alarm in vault.journals.audit()]


def repaired(vault: Vault, *gaps: Value, author: SpecialistId = CLARA.id) -> None:
    """Go on in a new chain, of which what a repair tells is the first word: as ``salvage`` does."""
    for told in gaps:
        vault._parts.pen.link = Link(uuid4().bytes, 1, FIRST_LINK)
        vault.register.note(Deed.SALVAGED, author, facts={"gaps": told})


def test_a_repair_that_tells_its_losses_accounts_for_them(shelf: Shelf) -> None:
    vault = shelf.opened()
    chain = without(vault, 2, 3)
    assert kinds(vault) == [(AlarmKind.BROKEN_CHAIN, 0)]

    repaired(vault, {chain: [[2, 3]]})

    (alarm,) = vault.journals.audit()
    assert (alarm.kind, alarm.lost) == (AlarmKind.LOST, 2)
    assert alarm.tick == vault.register.lines(1)[0].tick, "when is told too"
    assert "2\u00a0entrées" in alarm.sentence
    vault.lock()


def test_a_gap_that_grew_is_another_alarm(shelf: Shelf) -> None:
    vault = shelf.opened()
    without(vault, 3)
    (before,) = vault.journals.audit()
    without(vault, 2)
    (after,) = vault.journals.audit()
    assert (before.chain, before.number) == (after.chain, after.number)
    assert before.mark != after.mark, "whoever saw the first has not seen this one"
    vault.lock()


def test_an_end_that_is_cut_further_is_another_alarm(shelf: Shelf) -> None:
    vault = shelf.opened()
    without(vault, 4)
    (before,) = vault.journals.audit()
    without(vault, 3)
    (after,) = vault.journals.audit()
    assert before.kind is after.kind is AlarmKind.CUT_SHORT
    assert before.mark != after.mark
    vault.lock()


def test_what_it_does_not_tell_stays_an_alarm(shelf: Shelf) -> None:
    vault = shelf.opened()
    for number in range(4):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", number)
    chain = without(vault, 2, 3)
    without(vault, 3, chain=vault._parts.pen.link.chain)
    repaired(
        vault,
        {chain: [[2, 2]]},
        {chain: "2-3"},
        {chain: [[3]]},
        {chain: ["23"]},
        {chain: [[2, "x"]]},
        {"zz": [[2, 3]]},
        [2, 3],
    )
    assert kinds(vault) == [(AlarmKind.BROKEN_CHAIN, 0)] * 2

    repaired(vault, {chain: [[2, 3]]})
    assert sorted(kinds(vault), key=str) == [(AlarmKind.BROKEN_CHAIN, 0), (AlarmKind.LOST, 2)]
    vault.lock()


def test_an_end_that_a_repair_lost_is_a_loss_too(shelf: Shelf) -> None:
    vault = shelf.opened()
    chain = without(vault, 3, 4)  # the witness remembers four entries
    assert kinds(vault) == [(AlarmKind.CUT_SHORT, 0)]

    repaired(vault, {chain: [[3, 4]]})

    assert kinds(vault) == [(AlarmKind.LOST, 2)]
    vault.lock()


def test_a_colleague_who_writes_of_a_repair_in_the_middle_of_the_journal_hides_nothing(shelf: Shelf) -> None:
    vault = shelf.opened(by=IDRIS)
    chain = vault._parts.pen.link.chain.hex()
    vault.register.note(Deed.SALVAGED, IDRIS.id, facts={"gaps": {chain: [[1, 10_000]]}})
    vault.lock()
    vault = shelf.opened()
    number = vault._parts.pen.link.number
    for value in ("oui", "non"):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-03", value)
    without(vault, number, chain=vault._parts.pen.link.chain)

    assert kinds(vault) == [(AlarmKind.BROKEN_CHAIN, 0)]
    vault.lock()


def test_a_repair_accounts_for_nothing_in_a_chain_that_went_on_behind_it(shelf: Shelf) -> None:
    vault = shelf.opened()
    link = vault._parts.pen.link
    repaired(vault, {link.chain.hex(): [[1, 10_000]]}, author=CLARA.id)
    vault._parts.pen.link = link  # the copy from before goes on
    for value in ("oui", "non", "oui"):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-03", value)
    without(vault, link.number + 1, chain=link.chain)

    assert kinds(vault) == [(AlarmKind.BROKEN_CHAIN, 0)]
    vault.lock()


def test_a_deed_signed_by_nobody_accounts_for_nothing(shelf: Shelf) -> None:
    vault = shelf.opened()
    chain = without(vault, 2)
    repaired(vault, {chain: [[2, 2]]})
    assert kinds(vault) == [(AlarmKind.LOST, 1)]
    last, mine = vault._parts.pen.link.number - 1, vault._parts.pen.link.chain

    def forge(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        forged = rows.entry.update().where(rows.entry.c.number == last, rows.entry.c.chain == mine)
        connection.execute(forged.values(signature=bytes(64)))

    vault._parts.database.write(forge)

    assert {kind for kind, _ in kinds(vault)} >= {AlarmKind.BROKEN_CHAIN, AlarmKind.NOT_SIGNED_BY_AUTHOR}
    vault.lock()


def test_a_repair_of_a_file_in_which_nothing_was_damaged_excuses_nothing(shelf: Shelf) -> None:
    vault = shelf.opened()
    without(vault, 2)
    vault.lock()

    done = salvage(shelf.folder, IDRIS.id, IDRIS_SAYS, morning(), NO_WAIT, though_sound=True)

    assert done.readable.lost == 1
    vault = shelf.opened()
    assert (AlarmKind.BROKEN_CHAIN, 0) in kinds(vault)
    assert not any(lost for _, lost in kinds(vault))
    vault.lock()

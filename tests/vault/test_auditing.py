"""What a repair could not read again is told as a loss, by a number; anything else that is missing is an alarm."""

import sqlalchemy as sa

from spie_diag.forms.definition import Value
from spie_diag.vault import rows
from spie_diag.vault.auditing import Alarm, AlarmKind
from spie_diag.vault.deeds import Deed
from spie_diag.vault.opening import Vault
from tests.vault.shelf import CASE, CLARA, INTERVIEW, Shelf


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


def test_a_repair_that_tells_its_losses_accounts_for_them(shelf: Shelf) -> None:
    vault = shelf.opened()
    chain = without(vault, 2, 3)
    assert kinds(vault) == [(AlarmKind.BROKEN_CHAIN, 0)]

    gaps: Value = {chain: [[2, 3]]}
    vault.register.note(Deed.SALVAGED, CLARA.id, facts={"gaps": gaps, "lost": 2})

    assert vault.journals.audit() == (Alarm(kind=AlarmKind.LOST, chain="", number=0, lost=2),)
    assert "2\u00a0entrées" in vault.journals.audit()[0].sentence
    vault.lock()


def test_what_it_does_not_tell_stays_an_alarm(shelf: Shelf) -> None:
    vault = shelf.opened()
    for number in range(4):
        vault.journals.write(CASE, INTERVIEW, CLARA.id, "answer/LOG-01", number)
    chain = without(vault, 2, 3)
    without(vault, 3, chain=vault._parts.pen.link.chain)
    wrong: tuple[Value, ...] = (
        {chain: [[2, 2]]},
        {chain: "2-3"},
        {chain: [[3]]},
        {chain: ["23"]},
        {chain: [[2, "x"]]},
        {"zz": [[2, 3]]},
        [2, 3],
    )
    for gaps in wrong:
        vault.register.note(Deed.SALVAGED, CLARA.id, facts={"gaps": gaps})
    assert kinds(vault) == [(AlarmKind.BROKEN_CHAIN, 0)] * 2

    vault.register.note(Deed.SALVAGED, CLARA.id, facts={"gaps": {chain: [[2, 3]]}})
    assert sorted(kinds(vault), key=str) == [(AlarmKind.BROKEN_CHAIN, 0), (AlarmKind.LOST, 2)]
    vault.lock()


def test_an_end_that_a_repair_lost_is_a_loss_too(shelf: Shelf) -> None:
    vault = shelf.opened()
    chain = without(vault, 3, 4)  # the witness remembers four entries
    assert kinds(vault) == [(AlarmKind.CUT_SHORT, 0)]

    vault.register.note(Deed.SALVAGED, CLARA.id, facts={"gaps": {chain: [[3, 4]]}})

    assert kinds(vault) == [(AlarmKind.LOST, 2)]
    vault.lock()


def test_a_deed_signed_by_nobody_accounts_for_nothing(shelf: Shelf) -> None:
    vault = shelf.opened()
    chain = without(vault, 2)
    vault.register.note(Deed.SALVAGED, CLARA.id, facts={"gaps": {chain: [[2, 2]]}})
    last, mine = vault._parts.pen.link.number - 1, vault._parts.pen.link.chain

    def forge(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER entry_no_update")
        forged = rows.entry.update().where(rows.entry.c.number == last, rows.entry.c.chain == mine)
        connection.execute(forged.values(signature=bytes(64)))

    vault._parts.database.write(forge)

    assert {kind for kind, _ in kinds(vault)} >= {AlarmKind.BROKEN_CHAIN, AlarmKind.NOT_SIGNED_BY_AUTHOR}
    vault.lock()

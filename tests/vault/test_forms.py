import pytest
import sqlalchemy as sa

from spie_diag.vault import rows
from spie_diag.vault.errors import FormMissingError
from spie_diag.vault.opening import Vault
from tests.vault.shelf import Shelf

CONTENT = '{"title":"Diagnostic de l’essai"}'.encode()


def test_a_form_comes_back_byte_for_byte_in_another_session(shelf: Shelf) -> None:
    vault = shelf.opened()
    fingerprint = vault.forms.keep(CONTENT)
    vault.lock()

    again = shelf.opened()

    assert again.forms.content(fingerprint) == CONTENT
    again.lock()


def test_keeping_a_form_twice_keeps_it_once(vault: Vault) -> None:
    assert vault.forms.keep(CONTENT) == vault.forms.keep(CONTENT)

    count = sa.select(sa.func.count(rows.form.c.n))
    assert vault._parts.database.read(lambda connection: connection.execute(count).scalar()) == 1


def test_a_form_that_was_never_kept_is_said_to_be_missing(vault: Vault) -> None:
    with pytest.raises(FormMissingError) as told:
        vault.forms.content("0" * 64)

    assert "Les réponses ne sont pas touchées" in str(told.value)


@pytest.mark.parametrize("change", ["UPDATE form SET content = x'7b7d'", "DELETE FROM form"])
def test_the_vault_itself_refuses_to_change_a_form(vault: Vault, change: str) -> None:
    vault.forms.keep(CONTENT)

    with pytest.raises(sa.exc.DatabaseError, match="only grows"):
        vault._parts.database.write(lambda connection: connection.exec_driver_sql(change))


def test_a_form_exchanged_behind_the_program_is_not_taken_for_the_one_that_was_kept(vault: Vault) -> None:
    fingerprint = vault.forms.keep(CONTENT)

    def exchange(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP TRIGGER form_no_update")
        connection.exec_driver_sql("UPDATE form SET content = x'7b7d'")

    vault._parts.database.write(exchange)

    with pytest.raises(FormMissingError):
        vault.forms.content(fingerprint)

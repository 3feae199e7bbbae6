"""An older key file in the place of the last one gives a given-up passphrase its power back: everybody hears of it."""

from datetime import timedelta

from spie_diag.vault.key_file import COPY_NAME, NAME
from spie_diag.vault.revisions import Age
from tests.vault.shelf import CLARA, CLARA_SAYS, IDRIS, Shelf, morning

CLARA_SAYS_NOW = "un autre chat sous la chaise"
CLARA_SAYS_AT_LAST = "une troisième phrase de passe"


def put_back(shelf: Shelf, content: bytes) -> bytes:
    """Another key file in the place of the present one, which is returned."""
    present = (shelf.folder / NAME).read_bytes()
    for name in (NAME, COPY_NAME):
        (shelf.folder / name).write_bytes(content)
    return present


def age(shelf: Shelf, says: str, days: int = 0) -> Age:
    clock = morning()
    clock.at += timedelta(days=days)
    vault = shelf.opened(clock, says=says)
    vault.lock()
    return vault.age_of_keys


def with_a_new_passphrase(shelf: Shelf) -> bytes:
    """The key file from before."""
    shelf.opened().lock()
    old = (shelf.folder / NAME).read_bytes()
    vault = shelf.opened()
    vault.change_passphrase(CLARA.id, CLARA_SAYS, CLARA_SAYS_NOW)
    vault.lock()
    return old


def test_whoever_opens_after_the_one_who_put_it_back_hears_of_it_however_late(shelf: Shelf) -> None:
    last = put_back(shelf, with_a_new_passphrase(shelf))
    assert age(shelf, CLARA_SAYS) is Age.OLDER
    assert age(shelf, CLARA_SAYS) is Age.OLDER, "it is not believed because somebody opened with it"
    put_back(shelf, last)

    assert age(shelf, CLARA_SAYS_NOW, days=1) is Age.OLDER_BEFORE
    assert age(shelf, CLARA_SAYS_NOW, days=400) is Age.OLDER_BEFORE, "only « J’ai vu » puts it away"


def test_keys_that_a_member_makes_on_an_older_file_are_the_last_ones(shelf: Shelf) -> None:
    put_back(shelf, with_a_new_passphrase(shelf))
    vault = shelf.opened()
    vault.change_passphrase(CLARA.id, CLARA_SAYS, CLARA_SAYS_AT_LAST)
    vault.lock()

    assert age(shelf, CLARA_SAYS_AT_LAST, days=1) is Age.OLDER_BEFORE
    vault = shelf.opened(by=IDRIS)
    assert vault.age_of_keys is Age.OLDER_BEFORE, "her colleague hears of it too"
    vault.lock()

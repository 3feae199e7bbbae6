"""Taking a partner's document out of the file of somebody whom it is not about."""

import hashlib
from pathlib import Path

from spie_diag.casework.casebook import Casebook
from spie_diag.casework.exchange_errors import NothingReceivedError
from spie_diag.casework.received import RECEIVED, receptions
from spie_diag.casework.taking_in import Key, case_holding, opened
from spie_diag.casework.verifying import content_of
from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId
from spie_diag.vault.deeds import Deed


def take_back(casebook: Casebook, case: CaseId, digest: str) -> None:
    """Note that a document was put in the wrong file: nothing there tells it any more, and it may go to the right one.

    Nothing is rewritten: what was kept stays in the vault, unread, and goes when the file where it lay is erased. An
    answer of it that somebody took over as ours is ours, and is corrected in its interview.

    Raises:
        NothingReceivedError: this person's file holds no such document.
        SpieError: the vault cannot be written; nothing changed.
    """
    from spie_diag.vault.journals import Line
    from spie_diag.vault.register import line_of

    version = next((one.package.version for one in receptions(casebook, case) if one.digest == digest), None)
    if version is None:
        raise NothingReceivedError
    told: dict[str, Value] = {"format": "pdf", "version": version, "taken_back": True}
    subject, author = f"{RECEIVED}/{digest}", casebook.writer
    casebook.vault.journals.write_all(
        [
            Line(case=case, interview=None, author=author, subject=subject, value=None),
            line_of(Deed.RECEIVED, author, case, told),
        ]
    )


def held_in(casebook: Casebook, file: Path, key: Key | None = None) -> tuple[CaseId, str]:
    """Whose file holds what ``file`` is or encloses, and its digest there.

    Raises:
        NothingReceivedError: nobody's does.
        SpieError: it cannot be read, or opened.
    """
    digest = hashlib.sha256(opened(casebook, content_of(file), key)).hexdigest()
    case = case_holding(casebook, digest)
    if case is None:
        raise NothingReceivedError
    return case, digest

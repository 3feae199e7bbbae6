"""What lies in an open vault, collection by collection, and how it fared since it was opened."""

from typing import TYPE_CHECKING

from spie_diag.vault.errors import ErasureAwaitedError

if TYPE_CHECKING:
    from spie_diag.vault.cases import Cases
    from spie_diag.vault.drafts import Drafts
    from spie_diag.vault.erasing import Erasing
    from spie_diag.vault.forms import Forms
    from spie_diag.vault.journals import Journals
    from spie_diag.vault.parts import Parts
    from spie_diag.vault.places import Places
    from spie_diag.vault.register import Register
    from spie_diag.vault.signed_documents import SignedDocuments


class Contents:
    """The collections of an open vault; ``Vault`` adds who may open it and what is done with the whole of it."""

    def __init__(self, parts: "Parts") -> None:
        self._parts = parts

    @property
    def cases(self) -> "Cases":
        return self._shown.cases

    @property
    def journals(self) -> "Journals":
        return self._shown.journals

    @property
    def drafts(self) -> "Drafts":
        return self._shown.drafts

    @property
    def forms(self) -> "Forms":
        return self._parts.forms

    @property
    def signed_documents(self) -> "SignedDocuments":
        return self._shown.signed_documents

    @property
    def places(self) -> "Places":
        return self._shown.places

    @property
    def register(self) -> "Register":
        return self._parts.register

    @property
    def erasing(self) -> "Erasing":
        return self._parts.erasing

    @property
    def clock_went_back(self) -> bool:
        """True once the computer's clock was seen earlier than something written: order is kept, dates may surprise."""
        return self._parts.clock.went_back

    @property
    def disk_was_full(self) -> bool:
        """True once the reserve had to be given back in this session: all is written, but room must be made."""
        return self._parts.ballast.given_back

    @property
    def commits_lost(self) -> int:
        """Transactions that a damaged write-ahead log lost before this opening; the log was kept aside."""
        return self._parts.commits_lost

    @property
    def _shown(self) -> "Parts":
        """Where what was said is read.

        Raises:
            ErasureAwaitedError: some of it was erased, and the recovery sheet that opened the vault erases nothing.
        """
        if self._parts.erasing.is_awaited:
            raise ErasureAwaitedError
        return self._parts

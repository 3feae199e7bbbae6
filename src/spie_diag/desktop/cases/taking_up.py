"""What a lock put down about somebody of the vault: taken up once she is shown again, or let go with her file."""

from collections.abc import Callable, Mapping
from uuid import UUID

from spie_diag.interview.people import CaseId


class TakingUp:
    """Waits for one person at most; ``then`` is called once, whatever comes of it."""

    def __init__(self) -> None:
        self._waiting: tuple[Mapping[str, str], Callable[[], None]] | None = None
        self._is_sought = False

    def wait_for(self, texts: Mapping[str, str], then: Callable[[], None]) -> None:
        """``case`` among the texts says whose they are."""
        self._waiting, self._is_sought = (texts, then), False

    def to_seek(self) -> CaseId | None:
        """Whom to look for; once."""
        if self._waiting is None or self._is_sought:
            return None
        self._is_sought = True
        return CaseId(UUID(self._waiting[0]["case"]))

    def is_about(self, case: CaseId) -> bool:
        return self._waiting is not None and self._waiting[0]["case"] == str(case)

    def give(self, show: Callable[[Mapping[str, str], Callable[[], None]], None]) -> None:
        """She is there: ``show`` what was written, which calls ``then``."""
        if self._waiting is not None:
            (texts, then), self._waiting = self._waiting, None
            show(texts, then)

    def drop(self) -> None:
        """She is not in the list any more: nobody can take it up."""
        self.give(lambda _texts, then: then())

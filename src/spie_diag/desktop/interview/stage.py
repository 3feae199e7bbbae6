"""What the frame of the interview gives to a stage, and what it asks of it.

Each stage is opened by one function of its page folder, ``def …_stage(sitting: Sitting) -> StagePage``:
``interview.preparation``, ``interview.agreement``, ``interview.exploration`` · ``diagnosis.stages``
(``crossed_views_stage``, ``restitution_stage``) · ``conclusions.stages`` (``plan_stage``) · ``signing.stages``
(``signatures_stage``). The frame calls it when the stage is first shown, and keeps the page until the interview closes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, Protocol

from spie_diag.forms.definition import BlockCode

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.sheet import Sheet
    from spie_diag.desktop.interview.language import Language
    from spie_diag.desktop.work import Work
    from spie_diag.errors import SpieError
    from spie_diag.followup.checklist import ToDo
    from spie_diag.interview.course import Stage
    from spie_diag.interview.people import InterviewId

Told = ParamSpec("Told")

SWEEP: Final = BlockCode("balayage")
"""Not a domain of the form, but a place of the exploration where the windows may have been left."""


class StageScreen(Protocol):
    """What the frame asks of each stage's view."""

    def show_sheet(self, sheet: "Sheet") -> None:
        """Render; keeps the focus, the caret and what is being typed."""

    def refocus(self) -> None:
        """Put the focus where the work of this stage begins."""


@dataclass(frozen=True, slots=True)
class StagePage:
    """An opened stage: its widget, the same as a screen, and its keys for the footer, as (« Ctrl N », « note »)."""

    widget: "QWidget"
    screen: StageScreen
    keys: tuple[tuple[str, str], ...] = ()
    reading_keys: tuple[tuple[str, str], ...] = ()
    """Those of them that still serve once the version is signed: they move, and write nothing."""
    veil: Callable[[bool], None] | None = None
    """Puts out of sight, or shows again, what only the specialist at the keyboard may read."""
    speak: "Callable[[Language], None] | None" = None
    """Shows the questions in another language, at once; without it, nothing here is read by the person."""
    lead: "Callable[[ToDo], None] | None" = None
    """Brings the keyboard to where one point of the checklist is dealt with; without it, to where work begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One open interview, as the frame lends it to its stages."""

    casebook: "Casebook"
    interview: "InterviewId"
    work: "Work"
    shown: Callable[["Sheet"], None]
    """Gives a fresh sheet to the frame and to the stage on screen."""
    go_to: Callable[["Stage", BlockCode | None], None]
    removed: Callable[[str], None]
    """« Supprimé. [Annuler] »: the sentence is given, the frame offers to undo."""
    failed: Callable[["SpieError"], None]
    """For what failed away from any field; a stage shows the rest where it happened."""
    pass_keyboard: Callable[[], None]
    """The colleague takes the keyboard: the frame asks for her passphrase if it must."""
    lead_to: "Callable[[ToDo], None]" = lambda _point: None
    """Goes to the stage and the domain of one point of the checklist, and puts the keyboard there."""
    kept: Callable[[], None] = lambda: None
    """A draft reached the disk: the footer tells the time."""
    hand_over: Callable[[], None] = lambda: None
    """Goes to the page from which a part of the interview leaves."""

    def do(
        self,
        deed: "Callable[Concatenate[Casebook, InterviewId, Told], Sheet]",
        failed: "Callable[[SpieError], None] | None" = None,
        *told: Told.args,
        **named: Told.kwargs,
    ) -> None:
        """Run a casework function in the worker and show the sheet that it gives."""
        task = partial(deed, self.casebook, self.interview, *told, **named)
        self.work.run(task, then=self.shown, failed=failed or self.failed)

    def keep_draft(self, subject: str, text: str) -> None:
        """Make what is being typed durable, under the subject that it will be written to."""
        from spie_diag.casework.interviewing import keep_draft

        task = partial(keep_draft, self.casebook, self.interview, subject, text)
        self.work.run(task, then=lambda _nothing: self.kept(), failed=self.failed)

"""Opens the page of one interview: the frame, its presenter, and the seven stages behind it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from spie_diag.desktop.interview.finding import bind_finding
from spie_diag.desktop.interview.presenter import InterviewPresenter
from spie_diag.desktop.interview.stage import Sitting, StagePage
from spie_diag.desktop.interview.view import InterviewView, Opener
from spie_diag.desktop.window import MainWindow
from spie_diag.desktop.work import Work
from spie_diag.interview.course import Stage
from spie_diag.interview.people import InterviewId

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook


def open_interview(
    window: MainWindow,
    casebook: "Casebook",
    work: Work,
    interview: InterviewId,
    closed: Callable[[], None],
    *,
    hand_over: Callable[[InterviewId], None] = lambda _interview: None,
) -> QWidget:
    """The page of one interview, which shows itself once the vault has told where it was left.

    ``hand_over`` leads to the page from which a part of it leaves.
    """
    sitting_of: list[Sitting] = []
    openers: Mapping[Stage, Opener] = {stage: partial(_open_stage, stage, sitting_of) for stage in Stage}
    view = InterviewView(openers, window.toast)
    presenter = InterviewPresenter(casebook=casebook, work=work, interview=interview, screen=view, closed=closed)
    sitting_of.append(
        Sitting(
            casebook=casebook,
            interview=interview,
            work=work,
            shown=presenter.shown,
            go_to=presenter.go_to,
            lead_to=presenter.lead_to,
            removed=view.say_removed,
            failed=presenter.failed,
            pass_keyboard=view.ask_to_pass,
            kept=presenter.kept,
            hand_over=partial(hand_over, interview),
        )
    )
    _bind(view, presenter, window)
    bind_finding(
        view.finding,
        presenter,
        lambda other: window.show_page(open_interview(window, casebook, work, other, closed, hand_over=hand_over)),
    )
    presenter.open()
    return view


def _bind(view: InterviewView, presenter: InterviewPresenter, window: MainWindow) -> None:
    view.header.back_asked.connect(presenter.leave)
    view.header.stage_asked.connect(presenter.go_to)
    view.pass_asked.connect(presenter.pass_keyboard)
    view.header.discreet_asked.connect(window.toggle_discreet)
    view.passphrase_given.connect(presenter.pass_keyboard)
    view.banner.correction_asked.connect(presenter.correct)
    view.banner.reason_typed.connect(presenter.keep_reason_draft)
    view.language_asked.connect(presenter.speak)
    view.undo_asked.connect(presenter.undo)
    view.next_asked.connect(presenter.go_on)
    view.caret_settled.connect(presenter.remember_caret)
    view.filled.connect(partial(_give_caret_back, window, view))
    view.destroyed.connect(presenter.let_go)


def _give_caret_back(window: MainWindow, view: InterviewView) -> None:
    if not window.give_caret_back():  # nobody in this window knows better than the disk
        view.go_where_it_was_left()


def _open_stage(stage: Stage, sitting_of: list[Sitting]) -> StagePage:
    """Import a stage only when it is first shown: opening an interview stays quick."""
    sitting = sitting_of[0]
    if stage is Stage.PREPARATION:
        from spie_diag.desktop.interview.preparation import preparation_stage

        return preparation_stage(sitting)
    if stage is Stage.AGREEMENT:
        from spie_diag.desktop.interview.agreement import agreement_stage

        return agreement_stage(sitting)
    if stage is Stage.EXPLORATION:
        from spie_diag.desktop.interview.exploration import exploration_stage

        return exploration_stage(sitting)
    return _open_later_stage(stage, sitting)


def _open_later_stage(stage: Stage, sitting: Sitting) -> StagePage:
    if stage is Stage.CROSSED_VIEWS:
        from spie_diag.desktop.diagnosis.stages import crossed_views_stage

        return crossed_views_stage(sitting)
    if stage is Stage.RESTITUTION:
        from spie_diag.desktop.diagnosis.stages import restitution_stage

        return restitution_stage(sitting)
    if stage is Stage.PLAN:
        from spie_diag.desktop.conclusions.stages import plan_stage

        return plan_stage(sitting)
    from spie_diag.desktop.signing.stages import signatures_stage

    return signatures_stage(sitting)

"""Opens stage 6 on an interview."""

from spie_diag.desktop.conclusions.presenter import PlanPresenter
from spie_diag.desktop.conclusions.view import PlanView
from spie_diag.desktop.interview.stage import Sitting, StagePage


def plan_stage(sitting: Sitting) -> StagePage:
    """Plan d’action."""
    view = PlanView()
    view.obey(PlanPresenter(sitting=sitting, screen=view))
    return StagePage(widget=view, screen=view, keys=view.keys, reading_keys=view.keys[1:], lead=view.lead_to)

"""Stage 1: what is known already, before the person comes in."""

from spie_diag.desktop.interview.preparation.presenter import PreparationPresenter
from spie_diag.desktop.interview.preparation.view import PreparationView
from spie_diag.desktop.interview.stage import Sitting, StagePage


def preparation_stage(sitting: Sitting) -> StagePage:
    view = PreparationView()
    presenter = PreparationPresenter(sitting=sitting, screen=view)
    view.obey(presenter)
    presenter.open()
    return StagePage(widget=view, screen=view, keys=(("F2", view.tr("autre réponse")),), speak=view.speak)

"""Stage 3: the person speaks first, then five minutes on every domain, then the opened domains in any order."""

from spie_diag.desktop.interview.exploration.presenter import ExplorationPresenter
from spie_diag.desktop.interview.exploration.view import ExplorationView
from spie_diag.desktop.interview.stage import Sitting, StagePage
from spie_diag.desktop.work import PageWork


def exploration_stage(sitting: Sitting) -> StagePage:
    view = ExplorationView()
    presenter = ExplorationPresenter(sitting=sitting, screen=view)
    view.obey(presenter)
    own_work = PageWork(sitting.work)
    view.destroyed.connect(own_work.let_go)
    presenter.look_for_partners(own_work)
    return StagePage(
        widget=view,
        screen=view,
        keys=view.keys,
        reading_keys=view.keys[:1],
        veil=view.veil,
        speak=view.speak,
        lead=view.lead_to,
    )

"""Opens stages 4 and 5 on an interview."""

from spie_diag.desktop.diagnosis.crossed_presenter import CrossedPresenter
from spie_diag.desktop.diagnosis.crossed_view import CrossedView
from spie_diag.desktop.diagnosis.restitution_presenter import RestitutionPresenter
from spie_diag.desktop.diagnosis.restitution_view import RestitutionView
from spie_diag.desktop.interview.stage import Sitting, StagePage


def crossed_views_stage(sitting: Sitting) -> StagePage:
    """Regards croisés."""
    view = CrossedView()
    view.obey(CrossedPresenter(sitting=sitting, screen=view))
    return StagePage(widget=view, screen=view, keys=view.keys, reading_keys=view.keys[:1], lead=view.lead_to)


def restitution_stage(sitting: Sitting) -> StagePage:
    """Restitution."""
    view = RestitutionView()
    presenter = RestitutionPresenter(sitting=sitting, screen=view)
    view.obey(presenter)
    return StagePage(
        widget=view,
        screen=view,
        keys=view.keys,
        reading_keys=view.keys,
        lead=view.lead_to,
        speak=presenter.speak,
    )

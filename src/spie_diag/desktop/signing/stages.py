"""Opens stage 7 on an interview."""

from spie_diag.desktop.interview.stage import Sitting, StagePage
from spie_diag.desktop.signing.presenter import SignaturesPresenter
from spie_diag.desktop.signing.view import SignaturesView


def signatures_stage(sitting: Sitting) -> StagePage:
    """Signatures."""
    view = SignaturesView()
    presenter = SignaturesPresenter(sitting=sitting, screen=view, document=view.document)
    view.obey(presenter)
    return StagePage(widget=view, screen=view, keys=view.keys, reading_keys=view.keys, lead=view.lead_to)

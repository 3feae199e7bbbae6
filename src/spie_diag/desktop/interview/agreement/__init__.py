"""Stage 2: the welcome, what is urgent, the information given, and the person's agreement."""

from spie_diag.desktop.interview.agreement.presenter import AgreementPresenter
from spie_diag.desktop.interview.agreement.view import AgreementView
from spie_diag.desktop.interview.stage import Sitting, StagePage


def agreement_stage(sitting: Sitting) -> StagePage:
    view = AgreementView()
    presenter = AgreementPresenter(sitting=sitting, screen=view)
    view.obey(presenter)
    presenter.open()
    return StagePage(widget=view, screen=view, keys=(("F2", view.tr("autre réponse")),), speak=view.speak)

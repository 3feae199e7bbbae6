"""Plan d’action, reached from a point of the checklist: the field is in sight, not only under the keyboard."""

from PySide6.QtWidgets import QApplication

from spie_diag.casework.casebook import Casebook
from spie_diag.desktop.conclusions.stages import plan_stage
from spie_diag.desktop.conclusions.view import PlanView
from spie_diag.followup.checklist import Spot, ToDo
from spie_diag.interview.course import Stage
from tests.desktop.diagnosis.played import SeatFactory, begin


def test_a_point_of_the_checklist_scrolls_to_its_field(casebook: Casebook, seat: SeatFactory) -> None:
    view = seat(plan_stage, begin(casebook), size=(1093, 560)).page.widget
    assert isinstance(view, PlanView)
    for spot in (Spot.MEETING, Spot.REFERENT, Spot.HOURS, Spot.REASON):
        view._course_scroll.verticalScrollBar().setValue(0)
        view.lead_to(ToDo(text="Un point", blocking=True, stage=Stage.PLAN, spot=spot))
        QApplication.processEvents()
        focused = view.window().focusWidget()
        assert focused is not None
        assert not focused.visibleRegion().isEmpty(), spot

"""The field and the list in which persons are found on the home page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from spie_diag.desktop.cases.models import PersonDelegate
from spie_diag.desktop.cases.persons_model import PersonsModel
from spie_diag.desktop.theme import Colour, icon
from spie_diag.desktop.widgets.fields import LineEdit

_SEARCH_PX = 360


def search_field(spoken: str, hint: str) -> LineEdit:
    field = LineEdit(spoken=spoken, hint=hint, most=120)
    field.addAction(icon("search", Colour.INK3, 18), LineEdit.ActionPosition.LeadingPosition)
    field.setClearButtonEnabled(True)
    field.setMaximumWidth(_SEARCH_PX)
    return field


def persons_list(model: PersonsModel, spoken: str) -> QListView:
    """Lines of one height, that scroll smoothly; Tab leaves it."""
    made = QListView()
    made.setModel(model)
    made.setItemDelegate(PersonDelegate(made))
    made.setMouseTracking(True)
    made.setUniformItemSizes(True)
    made.setAccessibleName(spoken)
    made.setTabKeyNavigation(False)
    made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made

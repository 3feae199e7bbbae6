"""Looking for words in what was written of one person: a field, and the texts found; each leads where it stands."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListView, QWidget

from spie_diag.desktop.cases.models import FoundDelegate, FoundModel
from spie_diag.desktop.cases.notes_lines import FoundLine
from spie_diag.desktop.theme import Colour, Gap, Text
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.widgets.fields import LineEdit
from spie_diag.desktop.widgets.layouts import box, column, label, say_in
from spie_diag.desktop.widgets.notices import Notice
from spie_diag.errors import SpieError
from spie_diag.french import counted

_SEARCH_MS = 120


class NotesPanel(QWidget):
    """Emits what is looked for, and the place in the list of the text that somebody goes to."""

    search_asked = Signal(str)
    opened = Signal(int)
    left = Signal()

    def __init__(self, leave: str = "") -> None:
        super().__init__()
        self._who = label("", Text.SMALL, tone=Colour.INK2, wrap=True, verbatim=True)
        self.search = LineEdit(
            spoken=self.tr("Mots à chercher dans ses entretiens"), hint=self.tr("Un mot, ou une partie"), most=120
        )
        self.search.setClearButtonEnabled(True)
        self._count = label("", Text.SMALL, tone=Colour.INK2, wrap=True)
        self.notice = Notice()
        self.model = FoundModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(self.tr("Textes trouvés"))
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setTabKeyNavigation(False)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.leave = Button(leave or self.tr("Revenir à la personne"), icon="x" if leave else "arrow-left", wide=True)
        self._wait = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        title = label(self.tr("Chercher dans ses entretiens"), Text.H2, wrap=True)
        head = column(title, self._who, self.search, self._count, self.notice, gap=Gap.SMALL, margins=(18, 18, 18, 4))
        deeds = column(self.leave, margins=(18, 4, 18, 16))
        self._space = box(column(None))
        self.setLayout(column(head, (self.list, 1), (self._space, 1), deeds, gap=0))
        self._connect()
        self.show_found((), "")

    def start(self, called: str) -> None:
        """Begin anew, for one person."""
        self._who.setText(called)
        self.search.show_text("")
        self.notice.clear()
        self.show_found((), "")
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_found(self, lines: tuple[FoundLine, ...], search: str) -> None:
        self.notice.clear()
        self.model.show_lines(lines)
        self.list.setVisible(bool(lines))
        self._space.setVisible(not lines)  # where there is no list, the words above it stay together
        if lines:
            say_in(self._count, counted(len(lines), "texte"))
            self.list.setCurrentIndex(self.model.index(0))
        elif search.strip():
            say_in(self._count, self.tr("Rien de tel n’est écrit dans ses entretiens."))
        else:
            say_in(self._count, self.tr("Réponses, notes, regards, conclusions et objectifs."))

    def show_error(self, error: SpieError) -> None:
        self.notice.say_error(error)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._wait.start)
        self.search.returnPressed.connect(self._to_list)
        self._wait.timeout.connect(self._search_now)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self.leave.clicked.connect(self.left)
        for key, owner, deed in (
            (Qt.Key.Key_Escape, self, self.left.emit),
            (Qt.Key.Key_Down, self.search, self._to_list),
        ):
            shortcut = QShortcut(QKeySequence(key), owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    def _search_now(self) -> None:
        self._wait.stop()
        self.search_asked.emit(self.search.text())

    def _to_list(self) -> None:
        """From the field to what was found, without the mouse."""
        if self._wait.isActive():
            self._search_now()
        if self.model.rowCount():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

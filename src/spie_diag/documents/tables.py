"""Tables that tag themselves, header and rows, over as many pages as they need."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Final

from reportlab.pdfbase.pdfdoc import PDFName, PDFString
from reportlab.platypus import Flowable, Table
from reportlab.platypus.tables import CellStyle, TableRenderCB

from spie_diag.documents.parts import TaggedParagraph, paragraph
from spie_diag.documents.style import CELL_HEAD, PRIMARY, STEP, WARM, ink
from spie_diag.documents.tagging import FURNITURE, Artifact, Element, TaggedCanvas
from spie_diag.documents.typography import BODY, label_of


class TableTags(TableRenderCB):  # type: ignore[misc]  # reportlab is untyped
    """Tags a table as reportlab draws it, across pages: its repeated header is furniture after the first time."""

    def __init__(self, *, head: int, row_headers: bool, summary: str) -> None:
        self.head, self.row_headers, self.summary = head, row_headers, summary
        self.element: Element | None = None
        self.sections: dict[str, Element] = {}
        self.row: Element | None = None
        self.continued = False
        self.inside: list[AbstractContextManager[None]] = []

    def startTable(self, table: Table) -> None:
        self.canvas: TaggedCanvas = table.canv
        self.continued = self.element is not None
        if self.element is None:
            described = {"O": PDFName("Table"), "Summary": PDFString(self.summary)}
            self.element = self.canvas.element("Table", attributes=described)

    def _enter(self, what: Element | Artifact, *, holds_elements: bool = False) -> None:
        marking = self.canvas.marking(what, holds_elements=holds_elements)
        marking.__enter__()
        self.inside.append(marking)

    def _leave(self) -> None:
        self.inside.pop().__exit__(None, None, None)

    def startBG(self, _table: Table) -> None:
        self._enter(FURNITURE)

    def endBG(self, _table: Table) -> None:
        self._leave()

    def startLines(self, _table: Table) -> None:
        self._enter(FURNITURE)

    def endLines(self, _table: Table) -> None:
        self._leave()

    def endTable(self, _table: Table) -> None:
        """Nothing: the table may go on at the next page."""

    def startRow(self, _table: Table, row: int) -> None:
        is_head = row < self.head
        if is_head and self.continued:
            self.row = None
            return
        name = "THead" if is_head else "TBody"
        if name not in self.sections:
            self.sections[name] = Element(name, self.element)
        self.row = Element("TR", self.sections[name])

    def endRow(self, _table: Table) -> None:
        """Nothing: the next row begins an element of its own."""

    def startCell(
        self,
        _table: Table,
        row: int,
        column: int,
        content: object,
        _style: CellStyle,
        _place: tuple[float, float],
        _size: tuple[float, float],
    ) -> None:
        if self.row is None:
            self._enter(Artifact("Pagination"))
            return
        if row < self.head:
            self._enter_header("Column")
        elif column == 0 and self.row_headers and content:
            self._enter_header("Row")
        else:
            self._enter(Element("TD", self.row), holds_elements=True)

    def _enter_header(self, scope: str) -> None:
        described = {"O": PDFName("Table"), "Scope": PDFName(scope)}
        self._enter(Element("TH", self.row, attributes=described), holds_elements=True)

    def endCell(self, _table: Table) -> None:
        self._leave()


_NO_HELVETICA: Final = ("FONT", (0, 0), (-1, -1), BODY, 8.8)
"""reportlab names the font of every cell, even of one that holds paragraphs: it must be an embedded one."""


def tagged_table(
    rows: Sequence[Sequence[Sequence[Flowable]]],
    widths: Sequence[float],
    *,
    summary: str,
    titles: Sequence[str] = (),
    looks: Sequence[tuple[object, ...]] = (),
    row_headers: bool = True,
    whole_rows: bool = False,
) -> Table:
    """A table of paragraphs whose header, if it has ``titles``, is on each page.

    A row higher than what is left of the page is cut there, unless ``whole_rows``: rows then must be short.
    """
    head = [[[paragraph(title, CELL_HEAD)] for title in titles]] if titles else []
    for cell in (cell for row in (*head, *rows) for cell in row):
        if len(cell) == 1 and isinstance(cell[0], TaggedParagraph):
            cell[0].fills_cell = cell[0].role == "P"
    base = [
        _NO_HELVETICA,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.5 * STEP),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.5 * STEP),
        ("TOPPADDING", (0, 0), (-1, -1), 1.7),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.9),
    ]
    if titles:
        base += [("BACKGROUND", (0, 0), (-1, 0), ink(WARM)), ("LINEBELOW", (0, 0), (-1, 0), 1, ink(PRIMARY))]
    return Table(
        [*head, *[list(row) for row in rows]],
        colWidths=list(widths),
        repeatRows=len(head),
        splitInRow=0 if whole_rows else 1,
        renderCB=TableTags(head=len(head), row_headers=row_headers, summary=label_of(summary)),
        style=[*base, *looks],
        hAlign="LEFT",
        spaceAfter=STEP,
    )

"""Tagged PDF on top of reportlab: a structure tree, and a canvas that cannot leave content untagged.

Every drawing operator passes through ``MarkedCode.append``, which first opens the marked-content sequence of the
canvas's current element. Where there is none the content becomes an artifact, so that content which is neither tagged
nor artifact cannot be produced. Switches happen between operator strings only: paths and text objects are never cut.

Source: ISO 32000-1, 14.6 to 14.8; ISO 14289-1 (PDF/UA-1), 7.1.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, Final, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObjectReference, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

PRODUCER: Final = "SPIE Diag"

_LONGEST_ALT: Final = 7_900
"""Letters of an alternative text: two pairs of bytes each at most, where archives accept 32 767 bytes."""

_STATE_ONLY: Final = re.compile(r"(?:[qQn ]|.* (?:cm|w|J|j|M|d|rg|RG|g|G|gs)|BT \S+ \S+ Tf \S+ TL ET)\s*", re.DOTALL)
"""Operator strings that only prepare the graphics state: they paint nothing, and open no sequence."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """Page furniture (rule, background, footer): seen on paper, silent when the page is read aloud."""

    kind: str = ""
    """``Pagination`` for what repeats on each page."""
    part: str = ""
    """``Header`` or ``Footer``."""

    @property
    def opening(self) -> str:
        given = "".join(f" /{key} /{value}" for key, value in (("Type", self.kind), ("Subtype", self.part)) if value)
        return f"/Artifact <<{given} >> BDC" if given else "/Artifact BMC"


FURNITURE: Final = Artifact()


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A sequence of page content, by page number and identifier in that page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class AnnotationPiece:
    page: int
    reference: PDFObjectReference


Piece: TypeAlias = "Element | MarkedPiece | AnnotationPiece"


@dataclass(slots=True, eq=False)
class Element:
    """One structure element: its role, what it holds in reading order, and words for those who cannot see it."""

    role: str
    parent: "Element | None" = None
    alt: str = ""
    language: str = ""
    """Of its text where it is not the document's, as ``ku``."""
    attributes: Mapping[str, object] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    reference: PDFObjectReference | None = None

    def __post_init__(self) -> None:
        if self.parent is not None:
            self.parent.pieces.append(self)


class MarkedCode(list[str]):
    """The operator list of one page, each operator inside the sequence of the element it belongs to."""

    def __init__(self, canvas: "TaggedCanvas", operators: Iterable[str] = ()) -> None:
        super().__init__(operators)
        self.canvas = canvas
        self.open: Element | Artifact | None = None
        self.owners: list[Element] = []
        """The element of each sequence, at the place of its identifier."""

    def append(self, operator: str) -> None:
        wanted = self.canvas.current or FURNITURE
        if self.canvas.marks and wanted is not self.open and not _STATE_ONLY.fullmatch(operator):
            self.close()
            self._begin(wanted)
        super().append(operator)

    def extend(self, operators: Iterable[str]) -> None:
        for operator in operators:
            self.append(operator)

    def _begin(self, wanted: Element | Artifact) -> None:
        if isinstance(wanted, Artifact):
            super().append(wanted.opening)
        else:
            mcid = len(self.owners)
            super().append(f"/{wanted.role} <</MCID {mcid}>> BDC")
            self.owners.append(wanted)
            wanted.pieces.append(MarkedPiece(self.canvas.getPageNumber(), mcid))
        self.open = wanted

    def close(self) -> None:
        if self.open is not None:
            super().append("EMC")
            self.open = None


class SpacedText(PDFTextObject):  # type: ignore[misc]  # reportlab is untyped
    """Keeps the space that reportlab drops at a line end: read aloud, two words would run together."""

    def _textOut(self, text: str, TStar: int = 0) -> None:  # noqa: N803
        joins = TStar and text and not text.endswith((" ", "-", "–"))
        super()._textOut(f"{text} " if joins else text, TStar)


class TaggedCanvas(Canvas):  # type: ignore[misc]  # reportlab is untyped
    """A canvas whose content is tagged or artifact, and whose structure tree is written on saving."""

    def __init__(self, file: BinaryIO, page_size: tuple[float, float], font: str) -> None:
        self.marks = True
        self.current: Element | Artifact | None = None
        self.root = Element("Document")
        self.parent = self.root
        self.fields: list[PDFObjectReference] = []
        self.bookmarks = 0
        self._owners: list[list[Element]] = []
        self._annotations: list[tuple[Element, PDFDictionary]] = []
        super().__init__(
            file, page_size, initialFontName=font, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang="fr-FR"
        )
        # the file identifier is made from this; reportlab begins it with a date of the environment
        self._doc.signature = hashlib.md5(PRODUCER.encode(), usedforsecurity=False)

    @property
    def _code(self) -> MarkedCode:
        code: MarkedCode = self.__dict__["_code"]
        return code

    @_code.setter
    def _code(self, operators: list[str]) -> None:
        # reportlab puts a new list here at each page, and the old one back after each form
        marked = operators if isinstance(operators, MarkedCode) else MarkedCode(self, operators)
        self.__dict__["_code"] = marked

    def element(self, role: str, *, alt: str = "", attributes: Mapping[str, object] | None = None) -> Element:
        """A new element at the end of the group that is open."""
        return Element(role, self.parent, alt=alt, attributes=attributes or {})

    @contextmanager
    def marking(self, what: Element | Artifact, *, holds_elements: bool = False) -> Iterator[None]:
        """All that is drawn inside belongs to ``what``; elements made inside go under it if it ``holds_elements``."""
        self._code.close()
        before = self.current, self.parent
        self.current = what
        if holds_elements and isinstance(what, Element):
            self.parent = what
        try:
            yield
        finally:
            self._code.close()
            self.current, self.parent = before

    @contextmanager
    def unmarked(self) -> Iterator[None]:
        """For the content of form objects, which belongs to wherever they are shown."""
        self.marks = False
        try:
            yield
        finally:
            self.marks = True

    def open_group(self, role: str) -> None:
        self.parent = self.element(role)

    def close_group(self) -> None:
        if self.parent.parent is None:
            raise ValueError("no group is open")
        self.parent = self.parent.parent

    def bookmark(self, title: str, depth: int, height: float) -> None:
        self.bookmarks += 1
        key = f"place-{self.bookmarks}"
        self.bookmarkHorizontal(key, 0, height)
        self.addOutlineEntry(title, key, depth)

    def annotate(self, element: Element, annotation: PDFDictionary) -> PDFObjectReference:
        """Put an annotation on the page, and into the tree under ``element``."""
        annotation["P"] = PDFObjectReference(f"Page{self.getPageNumber()}")
        self._addAnnotation(annotation)
        reference = self._annotationrefs[-1]
        self._annotations.append((element, annotation))
        element.pieces.append(AnnotationPiece(self.getPageNumber(), reference))
        return reference

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> SpacedText:
        return SpacedText(self, x, y, direction=direction)

    def restoreState(self) -> None:
        # a background is closed with the state it was drawn in, before anything else is drawn there
        if isinstance(self._code.open, Artifact):
            self._code.close()
        super().restoreState()

    def showPage(self) -> None:
        self._code.close()
        owners = self._code.owners
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self._owners), PDFName("S")
        self._owners.append(owners)

    def save(self) -> None:
        if len(self._code):
            self.showPage()
        self._write_tree()
        super().save()

    def _write_tree(self) -> None:
        tree = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        tree["K"] = PDFArray([self._written(self.root, self._doc.Reference(tree))])
        numbers: list[object] = []
        for key, owners in enumerate(self._owners):
            numbers += [key, self._doc.Reference(PDFArray([owner.reference for owner in owners]))]
        for key, (element, annotation) in enumerate(self._annotations, start=len(self._owners)):
            annotation["StructParent"] = key
            numbers += [key, element.reference]
        tree["ParentTree"] = self._doc.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        tree["ParentTreeNextKey"] = len(self._owners) + len(self._annotations)
        self._doc.Catalog.StructTreeRoot = tree
        self._doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _written(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        entry = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName(element.role), "P": parent})
        element.reference = self._doc.Reference(entry)
        if element.alt:
            entry["Alt"] = PDFString(element.alt[:_LONGEST_ALT])
        if element.language:
            entry["Lang"] = PDFString(element.language)
        if element.attributes:
            entry["A"] = PDFDictionary(dict(element.attributes))
        home = next((piece.page for piece in element.pieces if not isinstance(piece, Element)), None)
        if home is not None:
            entry["Pg"] = PDFObjectReference(f"Page{home}")
        kids = [self._kid(piece, element.reference, home) for piece in element.pieces]
        # a lone kid stands by itself: readers that compare revisions recognise a form field only so
        entry["K"] = kids[0] if len(kids) == 1 else PDFArray(kids)
        return element.reference

    def _kid(self, piece: Piece, parent: PDFObjectReference, home: int | None) -> object:
        if isinstance(piece, Element):
            return self._written(piece, parent)
        page = PDFObjectReference(f"Page{piece.page}")
        if isinstance(piece, AnnotationPiece):
            return PDFDictionary({"Type": PDFName("OBJR"), "Obj": piece.reference, "Pg": page})
        if piece.page == home:
            return piece.mcid
        return PDFDictionary({"Type": PDFName("MCR"), "MCID": piece.mcid, "Pg": page})

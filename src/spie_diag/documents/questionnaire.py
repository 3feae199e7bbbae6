"""The blank questionnaire of a form, to fill by hand when there is no computer: tagged, archivable, printable."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from spie_diag.documents.conformance import Metadata, finish, mend_reportlab
from spie_diag.documents.drawing import draw_line, fitted, text_width
from spie_diag.documents.errors import UnknownPaperLanguageError
from spie_diag.documents.questionnaire_pages import shown_language, story
from spie_diag.documents.questionnaire_style import BOTTOM, HAIRLINE, MARGIN, SMALLEST, TOP, WIDTH
from spie_diag.documents.questionnaire_words import Wording
from spie_diag.documents.style import INK, MM, PAGE_HEIGHT, PAGE_WIDTH, ink
from spie_diag.documents.tagging import Artifact, TaggedCanvas
from spie_diag.documents.typography import BODY, one_line, register_fonts
from spie_diag.forms.definition import Form
from spie_diag.forms.languages import code_of, spoken_as

_PAGE_COUNT: Final = "page-count"
_RIGHT: Final = PAGE_WIDTH - MARGIN
_COUNT_WIDTH: Final = 18.0
_FIRST_TOP: Final = PAGE_HEIGHT - 14 * MM
_NUMBER_LINE: Final = 150.0
_UNDATED: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""A blank page has no date, but an archivable file must: always the same, so that a form gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The pages of a form, ready to print."""

    pdf: bytes = field(repr=False)
    pages: int


def build_questionnaire(form: Form, language: str = "") -> Questionnaire:
    """The pages of a form in one of its languages (its own where none is named); the same bytes for the same form.

    Raises:
        UnknownPaperLanguageError: the form does not speak this language.
        UnprintableLanguageError: the bundled fonts lack some of its letters.
        RightToLeftPaperError: it is written from right to left.
    """
    wording = Wording(form, _known_language(form, language))
    register_fonts()
    mend_reportlab()
    parts = story(form, wording)
    wording.refuse_unprintable()
    out = io.BytesIO()
    canvas = TaggedCanvas(out, (PAGE_WIDTH, PAGE_HEIGHT), BODY)
    furniture = _Furniture(form)
    document = BaseDocTemplate(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT))
    document.addPageTemplates(
        [
            PageTemplate("first", [_frame(_FIRST_TOP)], onPage=furniture.first_page, autoNextPageTemplate="later"),
            PageTemplate("later", [_frame(PAGE_HEIGHT - TOP)], onPage=furniture.later_page),
        ]
    )
    document._doSave = False  # noqa: SLF001  # the number of pages and the metadata are still to be written
    document.build(parts, canvasmaker=lambda *_given, **_options: canvas)
    pages = canvas.getPageNumber() - 1
    _write_page_count(canvas, pages)
    finish(canvas, _metadata(form, wording))
    canvas.save()
    return Questionnaire(out.getvalue(), pages)


def _known_language(form: Form, asked: str) -> str:
    """The form's own name for the language asked, by its name or its code; empty for the language of its own texts.

    Raises:
        UnknownPaperLanguageError: it has no such language, or several of this code.
    """
    if not asked.strip():
        return ""
    meant = spoken_as(asked, (form.language, *form.languages))
    if meant is None and not form.language and code_of(asked) == "fr":
        return ""  # whoever does not name the language of a form writes French
    if meant is not None:
        return "" if meant == form.language else meant
    known = ", ".join(f"« {one} »" for one in (form.language, *form.languages) if one) or "aucune n’est nommée"
    raise UnknownPaperLanguageError(language=one_line(asked), known=known)


def _frame(top: float) -> Frame:
    return Frame(MARGIN, BOTTOM, WIDTH, top - BOTTOM, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


def _metadata(form: Form, wording: Wording) -> Metadata:
    language = shown_language(form, wording.language)
    about = ", ".join(part for part in (form.name, form.version and f"version {form.version}", language) if part)
    return Metadata(
        title=one_line(f"{form.title or form.name} – questionnaire à remplir à la main"),
        authors=(),
        subject=one_line(about),
        moment=_UNDATED,
    )


@dataclass(frozen=True, slots=True)
class _Furniture:
    """What stands around the text of each page."""

    form: Form

    def first_page(self, canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        self._footer(canvas)

    def later_page(self, canvas: TaggedCanvas, _document: BaseDocTemplate) -> None:
        """A place for the case number on each sheet: pages come apart."""
        with canvas.marking(Artifact("Pagination", "Header")):
            base = PAGE_HEIGHT - 10.5 * MM
            canvas.setFillColor(ink(INK))
            canvas.setStrokeColor(ink(INK))
            canvas.setLineWidth(HAIRLINE)
            told = "Numéro du dossier"
            start = _RIGHT - _NUMBER_LINE
            draw_line(canvas, start - 6, base, told, BODY, SMALLEST, align=1)
            canvas.line(start, base - 2, _RIGHT, base - 2)
            room = start - 6 - text_width(told, BODY, SMALLEST) - 16 - MARGIN
            draw_line(canvas, MARGIN, base, fitted(self.form.title, BODY, SMALLEST, room), BODY, SMALLEST)
        self._footer(canvas)

    def _footer(self, canvas: TaggedCanvas) -> None:
        with canvas.marking(Artifact("Pagination", "Footer")):
            base = 6.5 * MM
            canvas.setStrokeColor(ink(INK))
            canvas.setLineWidth(HAIRLINE)
            canvas.line(MARGIN, base + 12, _RIGHT, base + 12)
            canvas.setFillColor(ink(INK))
            page = f"Page {canvas.getPageNumber()} sur"
            at = _RIGHT - _COUNT_WIDTH
            draw_line(canvas, at - 3, base, page, BODY, SMALLEST, align=1)
            canvas.saveState()
            canvas.translate(at, base)
            canvas.doForm(_PAGE_COUNT)
            canvas.restoreState()
            known = " · ".join(part for part in (self.form.name, _version(self.form)) if part)
            room = WIDTH - _COUNT_WIDTH - text_width(page, BODY, SMALLEST) - 20
            draw_line(canvas, MARGIN, base, fitted(known, BODY, SMALLEST, room), BODY, SMALLEST)


def _version(form: Form) -> str:
    return f"version {form.version}" if form.version else ""


def _write_page_count(canvas: TaggedCanvas, count: int) -> None:
    """What every footer shows, once the number of pages is known."""
    with canvas.unmarked():
        canvas.beginForm(_PAGE_COUNT, 0, -4, _COUNT_WIDTH + 6, 14)
        canvas.setFillColor(ink(INK))
        draw_line(canvas, 0, 0, str(count), BODY, SMALLEST)
        canvas.endForm()

"""Where the document is signed: the person's own hand, and one empty electronic field per specialist."""

from collections.abc import Sequence
from dataclasses import replace

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.platypus import Flowable

from spie_diag.documents.content import Author, PersonSignature, PersonSigning, SignatureSlot, Stroke
from spie_diag.documents.drawing import Cards, Drawing, Gap, Look
from spie_diag.documents.errors import FieldNameError
from spie_diag.documents.parts import paragraph
from spie_diag.documents.style import CARD_LINE, CARD_NAME, CARD_TITLE, CONTROL, INK, PERSON, SPEAKERS, STEP, ink
from spie_diag.documents.tagging import TaggedCanvas
from spie_diag.documents.typography import label_of, shortened
from spie_diag.french import long_date

FIELD_HEIGHT = 56.0
LATER_TIME_STAMP = "Horodatage"
"""The field that an archive may add one day: the locks leave it free."""
_LONGEST_LINE = 70
_PEN_WIDTH = 1.3


class SignatureField(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """An empty signature field that shows: an annotation with its place in the tree, and what signing it locks."""

    def __init__(self, name: str, spoken: str, lock: PDFDictionary) -> None:
        super().__init__()
        self.name, self.spoken, self.lock = name, label_of(spoken), lock

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, FIELD_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        corners = (*canvas.absolutePosition(0, 0), *canvas.absolutePosition(self.width, self.height))
        left, bottom, right, top = (round(corner, 2) for corner in corners)
        document = canvas._doc  # noqa: SLF001  # reportlab offers no other way to its objects
        look = document.Reference(_empty_look(right - left, top - bottom))
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "F": 132,  # printed, and not to be moved
                "T": PDFString(self.name),
                "TU": PDFString(self.spoken),
                "Rect": PDFArray([left, bottom, right, top]),
                "AP": PDFDictionary({"N": look}),
                "Lock": document.Reference(self.lock),
            }
        )
        canvas.fields.append(canvas.annotate(canvas.element("Form"), annotation))


def _empty_look(width: float, height: float) -> PDFStream:
    """A dashed frame and a line to write on, for whoever signs the printed page."""
    red, green, blue = ink(CONTROL).rgb()
    operators = (
        f"q 1 1 1 rg 0 0 {width:.2f} {height:.2f} re f {red:.3f} {green:.3f} {blue:.3f} RG 0.7 w "
        f"[3 2] 0 d 0.5 0.5 {width - 1:.2f} {height - 1:.2f} re S [] 0 d 10 16 m {width - 10:.2f} 16 l S Q"
    )
    described = PDFDictionary(
        {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Form"),
            "BBox": PDFArray([0, 0, width, height]),
            "Resources": PDFDictionary({}),
        }
    )
    return PDFStream(described, operators.encode())


def locks(slots: Sequence[SignatureSlot]) -> list[PDFDictionary]:
    """What each signature freezes: all but the signatures still to come, and everything at the last one.

    Raises:
        FieldNameError: a name is empty, not ASCII, or begins with another one (readers match them by prefix).

    Source: ISO 32000-2, table 236.
    """
    names = [slot.field_name for slot in slots]
    reserved = [*names, LATER_TIME_STAMP]
    for place, name in enumerate(names):
        others = reserved[:place] + reserved[place + 1 :]
        if not name.isascii() or not name.isidentifier() or any(other.startswith(name) for other in others):
            raise FieldNameError(field=name)
    made = []
    for place in range(len(names)):
        lock = {"Type": PDFName("SigFieldLock"), "Action": PDFName("All"), "P": 1}
        if later := names[place + 1 :]:
            free = PDFArray([PDFString(name) for name in (*later, LATER_TIME_STAMP)])
            lock |= {"Action": PDFName("Exclude"), "Fields": free, "P": 2}
        made.append(PDFDictionary(lock))
    return made


def signature_cards(person: str, signature: PersonSignature | None, slots: Sequence[SignatureSlot]) -> Cards:
    """One card per signer, side by side: the person first, where she is asked to sign."""
    columns = [] if signature is None else [_person_card(person, signature)]
    for slot, lock in zip(slots, locks(slots), strict=True):
        signer = ", ".join(text for text in (slot.who, slot.structure) if text)
        to_sign = SignatureField(slot.field_name, f"Signature électronique de {signer}", lock)
        columns.append(_specialist_card(slot, to_sign))
    return _side_by_side(columns)


def cards_to_sign_by_hand(person: str, signature: PersonSignature | None, authors: Sequence[Author]) -> list[Cards]:
    """The same with empty lines for the specialists, on a document that is printed without electronic signature."""
    columns = [] if signature is None else [_person_card(person, signature)]
    columns += [_specialist_card(author, HandSignature()) for author in authors]
    return [_side_by_side(columns)] if columns else []


def _side_by_side(columns: Sequence[Sequence[Flowable]]) -> Cards:
    return Cards(columns, replace(Look(), padding=2 * STEP), bottom_aligned=True, at_least=2)


def _specialist_card(one: SignatureSlot | Author, place: Flowable) -> list[Flowable]:
    """Who signs, over ``place``."""
    speaker = SPEAKERS[one.voice]
    who = one.who if isinstance(one, SignatureSlot) else one.name
    role_and_structure = " · ".join(text for text in (one.role, one.structure) if text)
    style = CARD_TITLE.clone("card-title-voice", textColor=ink(speaker.color))
    return [
        paragraph(f"{speaker.sign} {speaker.word}", style),
        paragraph(shortened(who, _LONGEST_LINE), CARD_NAME),
        paragraph(shortened(role_and_structure, 2 * _LONGEST_LINE), CARD_LINE),
        Gap(STEP),
        place,
    ]


def _person_card(person: str, signature: PersonSignature) -> list[Flowable]:
    style = CARD_TITLE.clone("card-title-person", textColor=ink(PERSON))
    card: list[Flowable] = [
        paragraph("La personne", style),
        paragraph(shortened(person, _LONGEST_LINE), CARD_NAME),
    ]
    day = f" le {long_date(signature.signed_on, weekday=False)}" if signature.signed_on else ""
    if signature.kind is PersonSigning.DRAWN and any(signature.strokes):
        return [*card, paragraph(f"A signé à l’écran{day}.", CARD_LINE), Gap(STEP), HandSignature(signature)]
    if signature.kind is PersonSigning.WITNESSED:
        witness = shortened(signature.witness, _LONGEST_LINE)
        return [*card, paragraph(f"A donné son accord{day} avec un témoin : {witness}.", CARD_LINE), Gap(FIELD_HEIGHT)]
    if signature.kind is PersonSigning.DECLINED:
        return [*card, paragraph("N’a pas souhaité signer.", CARD_LINE), Gap(FIELD_HEIGHT)]
    return [*card, paragraph("Signe à la main, sur la page imprimée.", CARD_LINE), Gap(STEP), HandSignature()]


class HandSignature(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """The strokes drawn on screen, or the empty line where to sign on paper."""

    def __init__(self, signature: PersonSignature | None = None) -> None:
        super().__init__()
        self.signature = signature

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, FIELD_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        alt = "Signature manuscrite de la personne" if self.signature else "Ligne vide pour signer à la main"
        figure = Drawing(self.width, self.height, alt, self._paint)
        figure.canv = self.canv
        figure.draw()

    def _paint(self, canvas: TaggedCanvas) -> None:
        canvas.setFillColor(ink("FFFFFF"))
        canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        if self.signature is None:
            canvas.setStrokeColor(ink(CONTROL))
            canvas.setLineWidth(0.7)
            canvas.line(10, 16, self.width - 10, 16)
            return
        canvas.setStrokeColor(ink(INK))
        canvas.setLineWidth(_PEN_WIDTH)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        for stroke in scaled(self.signature.strokes, self.width - 16, self.height - 14):
            path.moveTo(8 + stroke[0][0], 7 + stroke[0][1])
            for (x1, y1), (x2, y2), (x3, y3) in curves(stroke):
                path.curveTo(8 + x1, 7 + y1, 8 + x2, 7 + y2, 8 + x3, 7 + y3)
        canvas.drawPath(path, stroke=1, fill=0)


def scaled(strokes: Sequence[Stroke], width: float, height: float) -> list[Stroke]:
    """The strokes made as large as the box allows, in its middle, y upwards; a lone point becomes a short line."""
    points = [point for stroke in strokes for point in stroke]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = min(width / max(right - left, 1e-6), height / max(bottom - top, 1e-6))
    if right - left < 1e-6 and bottom - top < 1e-6:
        scale = 1.0
    across = (width - (right - left) * scale) / 2
    up = (height - (bottom - top) * scale) / 2
    placed = []
    for stroke in strokes:
        if stroke:
            line = tuple(((x - left) * scale + across, (bottom - y) * scale + up) for x, y in stroke)
            placed.append(line if len(line) > 1 else (line[0], (line[0][0] + _PEN_WIDTH, line[0][1])))
    return placed


def curves(stroke: Stroke) -> list[tuple[tuple[float, float], tuple[float, float], tuple[float, float]]]:
    """The Bézier curves that pass through the points of a stroke (Catmull-Rom): both control points and the end."""
    made = []
    for place in range(len(stroke) - 1):
        before, start, end = stroke[max(place - 1, 0)], stroke[place], stroke[place + 1]
        after = stroke[min(place + 2, len(stroke) - 1)]
        leaving = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        arriving = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        made.append((leaving, arriving, end))
    return made

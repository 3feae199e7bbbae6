"""The visible signature: one small page, set with the same fonts, that the signature shows in its field."""

import io
from datetime import datetime
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from spie_diag.documents.conformance import mend_reportlab
from spie_diag.documents.drawing import fitted, text_width
from spie_diag.documents.style import INK, INK_SOFT, PAPER, PRIMARY, ink
from spie_diag.documents.typography import BODY, STRONG, register_fonts, runs
from spie_diag.french import clock_time, short_date
from spie_diag.interview.people import Specialist

_MARGIN: Final = 8.0
_SMALLEST: Final = 4.5
_FOOT: Final = 1.0
"""Below the last line: its letters go under the line they stand on."""


def stamp(width: float, height: float, signer: Specialist, moment: datetime, fingerprint: str) -> bytes:
    """A PDF of one page of ``width`` by ``height`` points: who signed, when, with which certificate.

    ``fingerprint`` is the SHA-256 of the certificate in hexadecimal; its beginning is shown.
    """
    register_fonts()
    mend_reportlab()
    out = io.BytesIO()
    canvas = Canvas(out, (width, height), initialFontName=BODY, pageCompression=1, pdfVersion=(1, 7), invariant=1)
    canvas.setFillColor(ink(PAPER))
    canvas.setStrokeColor(ink(PRIMARY))
    canvas.setLineWidth(0.8)
    canvas.roundRect(0.5, 0.5, width - 1, height - 1, 3, stroke=1, fill=1)
    canvas.setFillColor(ink(PRIMARY))
    canvas.rect(0.5, 3.5, 2.4, height - 7, stroke=0, fill=1)
    lines = _lines(signer, moment, fingerprint)
    high = sum(step for *_, step in lines) + _FOOT
    scale = min(1.0, (height - 4) / high)
    base = height - (height - high * scale) / 2
    for text, font, size, color, step in lines:
        base -= step * scale
        _draw(canvas, base, text, font, size * scale, color, width - 2 * _MARGIN)
    canvas.save()
    return out.getvalue()


def _lines(signer: Specialist, moment: datetime, fingerprint: str) -> list[tuple[str, str, float, str, float]]:
    """Text, font, size, colour and distance from the line above."""
    shown = " ".join(fingerprint[start : start + 4] for start in range(0, min(24, len(fingerprint)), 4)).upper()
    day = f"le {short_date(moment)} à {clock_time(moment)} (heure du signataire)"
    lines = [
        ("Signé électroniquement par", BODY, 6.4, INK_SOFT, 6.5),
        (signer.name, STRONG, 9.6, PRIMARY, 10.5),
        (signer.role, BODY, 6.6, INK_SOFT, 9),
        (signer.structure, BODY, 6.6, INK_SOFT, 8),
        (day, STRONG, 6.6, INK, 9),
        (f"certificat {shown}…", BODY, 5.6, INK_SOFT, 8),
    ]
    return [line for line in lines if line[0]]


def _draw(canvas: Canvas, base: float, text: str, font: str, size: float, color: str, room: float) -> None:
    """One line, made smaller, then shorter, until it fits."""
    natural = text_width(text, font, size)
    size = max(_SMALLEST, min(size, size * room / max(natural, 1)))
    line = fitted(text, font, size, room + 0.1)
    canvas.setFillColor(ink(color))
    x = _MARGIN
    for name, piece in runs(line, font):
        canvas.setFont(name, size)
        canvas.drawString(x, base, piece)
        x += canvas.stringWidth(piece, name, size)

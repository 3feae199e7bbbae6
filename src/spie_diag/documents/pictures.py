"""The bundled icons, drawn as vector figures: what the windows show, the pages show too.

Their files hold lines only: paths, circles, rectangles, segments, in a square of 24, with a stroke of 2.

Source: SVG 1.1, 8.3 (path data) and F.6 (arcs).
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, TypeAlias

from reportlab.platypus import Flowable

from spie_diag.documents.drawing import Drawing
from spie_diag.documents.style import PRIMARY, PRIMARY_SOFT, ink
from spie_diag.documents.tagging import TaggedCanvas
from spie_diag.paths import shipped

Point: TypeAlias = complex
"""x as the real part, y downwards as the imaginary one."""
Curve: TypeAlias = tuple[Point, ...]
"""One point to go to without drawing, or the two handles and the end of a Bézier curve."""

_SQUARE: Final = 24.0
_STROKE: Final = 2.0
_FIGURE: Final = re.compile(r"<(path|circle|rect|line)\s([^>]*?)/>")
_ATTRIBUTE: Final = re.compile(r'([\w-]+)="([^"]*)"')
_TOKEN: Final = re.compile(r"[A-Za-z]|[-+]?(?:\d*\.\d+|\d+\.?)(?:[eE][-+]?\d+)?")
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}


def picture(name: str, alt: str, size: float) -> Flowable:
    """One icon in a coloured disc, ``size`` points wide, with the words that replace it."""

    def paint(canvas: TaggedCanvas) -> None:
        canvas.setFillColor(ink(PRIMARY_SOFT))
        canvas.circle(size / 2, size / 2, size / 2, stroke=0, fill=1)
        scale = size * 0.58 / _SQUARE
        canvas.setStrokeColor(ink(PRIMARY))
        canvas.setLineWidth(_STROKE * scale)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        corner = size * 0.21
        for curve in curves_of(name):
            points = [(corner + point.real * scale, size - corner - point.imag * scale) for point in curve]
            if len(points) == 1:
                path.moveTo(*points[0])
            else:
                path.curveTo(*points[0], *points[1], *points[2])
        canvas.drawPath(path, stroke=1, fill=0)

    return Drawing(size, size, alt, paint)


@cache
def curves_of(name: str) -> tuple[Curve, ...]:
    """The lines of a bundled icon, each as Bézier curves."""
    source = shipped("resources", "icons", f"{name}.svg").read_text("utf-8")
    curves: list[Curve] = []
    for kind, written in _FIGURE.findall(source):
        given = dict(_ATTRIBUTE.findall(written))
        curves += _Pen().follow(given["d"] if kind == "path" else _path_of(kind, given))
    return tuple(curves)


def _path_of(kind: str, given: dict[str, str]) -> str:
    """The same figure as path data."""
    number = {key: float(value) for key, value in given.items() if _TOKEN.fullmatch(value)}
    if kind == "line":
        return f"M{number['x1']} {number['y1']}L{number['x2']} {number['y2']}"
    if kind == "circle":
        x, y, r = number["cx"], number["cy"], number["r"]
        return f"M{x - r} {y}A{r} {r} 0 1 1 {x + r} {y}A{r} {r} 0 1 1 {x - r} {y}Z"
    x, y, width, height = number.get("x", 0.0), number.get("y", 0.0), number["width"], number["height"]
    r = number.get("rx", number.get("ry", 0.0))
    across, down = width - 2 * r, height - 2 * r
    corner = f"a{r} {r} 0 0 1"
    return (
        f"M{x + r} {y}h{across}{corner} {r} {r}v{down}{corner} {-r} {r}h{-across}{corner} {-r} {-r}v{-down}"
        f"{corner} {r} {-r}z"
    )


class _Pen:
    """Follows path data, from where it stands."""

    def __init__(self) -> None:
        self.at = self.start = complex(0)

    def follow(self, written: str) -> Iterator[Curve]:
        for command, numbers in _steps(written):
            kind = command.upper()
            origin = self.at if command.islower() else complex(0)
            if kind == "M":
                self.at = self.start = origin + complex(*numbers)
                yield (self.at,)
            elif kind == "A":
                yield from self._arc(numbers, origin + complex(numbers[5], numbers[6]))
            elif kind == "C":
                yield self._curve(*(origin + complex(*numbers[place : place + 2]) for place in (0, 2, 4)))
            elif kind == "Q":
                middle, end = (origin + complex(*numbers[place : place + 2]) for place in (0, 2))
                yield self._curve(self.at + (middle - self.at) * 2 / 3, end + (middle - end) * 2 / 3, end)
            else:
                yield self._line(self._end_of_line(kind, numbers, origin))

    def _end_of_line(self, kind: str, numbers: list[float], origin: Point) -> Point:
        if kind == "Z":
            return self.start
        if kind == "H":
            return complex(origin.real + numbers[0], self.at.imag)
        if kind == "V":
            return complex(self.at.real, origin.imag + numbers[0])
        return origin + complex(*numbers)

    def _line(self, end: Point) -> Curve:
        return self._curve(self.at, end, end)

    def _curve(self, first: Point, second: Point, end: Point) -> Curve:
        self.at = end
        return (first, second, end)

    def _arc(self, numbers: list[float], end: Point) -> Iterator[Curve]:
        """An arc of circle (the icons have no other) as curves of a quarter at most."""
        radius, large, clockwise = numbers[0], numbers[3] != 0, numbers[4] != 0
        chord = end - self.at
        half = abs(chord) / 2
        if half == 0:
            return
        radius = max(radius, half)
        away = math.sqrt(max(radius * radius - half * half, 0)) * (1 if large != clockwise else -1)
        centre = self.at + chord / 2 + 1j * chord / abs(chord) * away
        begin = self.at - centre
        turn = math.atan2(((end - centre) / begin).imag, ((end - centre) / begin).real)
        if clockwise and turn < 0:
            turn += 2 * math.pi
        elif not clockwise and turn > 0:
            turn -= 2 * math.pi
        count = math.ceil(abs(turn) / (math.pi / 2) - 1e-9)
        reach = 4 / 3 * math.tan(turn / count / 4)
        for step in range(count):
            here = begin * complex(math.cos(turn * step / count), math.sin(turn * step / count))
            there = begin * complex(math.cos(turn * (step + 1) / count), math.sin(turn * (step + 1) / count))
            yield self._curve(centre + here * (1 + 1j * reach), centre + there * (1 - 1j * reach), centre + there)


def _steps(written: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a command goes on where none follows, and lines follow a move."""
    tokens = _TOKEN.findall(written)
    command, place = "", 0
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        count = _TAKES[command.upper()]
        yield command, [float(token) for token in tokens[place : place + count]]
        place += count
        command = {"M": "L", "m": "l"}.get(command, command)

"""The icons of the windows, drawn on paper."""

import math

import pytest

from spie_diag.documents.pictures import _path_of, _Pen, curves_of

DRAWN = ("message-circle", "star", "list-checks", "calendar-check", "smartphone", "life-buoy", "heart", "handshake")


@pytest.mark.parametrize("name", DRAWN)
def test_an_icon_stays_in_its_square(name: str) -> None:
    points = [point for curve in curves_of(name) for point in curve]
    assert points
    assert all(-0.5 <= point.real <= 24.5 and -0.5 <= point.imag <= 24.5 for point in points)


def test_a_circle_is_round() -> None:
    curves = list(_Pen().follow(_path_of("circle", {"cx": "12", "cy": "12", "r": "10"})))
    ends = [curve[-1] for curve in curves]
    assert all(math.isclose(abs(end - (12 + 12j)), 10, abs_tol=1e-6) for end in ends)
    assert {(round(end.real), round(end.imag)) for end in ends} == {(2, 12), (12, 2), (22, 12), (12, 22)}


def test_the_short_way_and_the_long_way_round_differ() -> None:
    short = list(_Pen().follow("M2 12A10 10 0 0 1 12 2"))
    long = list(_Pen().follow("M2 12A10 10 0 1 0 12 2"))
    assert len(short) == 2
    assert len(long) == 4
    assert short[-1][-1] == pytest.approx(12 + 2j)
    assert long[-1][-1] == pytest.approx(12 + 2j)


def test_a_rectangle_ends_where_it_began() -> None:
    given = {"x": "3", "y": "3", "width": "18", "height": "18", "rx": "2"}
    curves = list(_Pen().follow(_path_of("rect", given)))
    assert curves[-1][-1] == pytest.approx(curves[0][0])

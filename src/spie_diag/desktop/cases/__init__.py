"""The home page: the persons, one of them in more detail, a new one, and checking a document."""

from spie_diag.desktop.cases.opening import open_cases

__all__ = ["open_cases"]

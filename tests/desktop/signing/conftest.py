"""The seat that these pages share."""

from tests.desktop.diagnosis.played import seat

__all__ = ["seat"]

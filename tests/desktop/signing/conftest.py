"""The vault and the seat that these pages share."""

from tests.desktop.diagnosis.played import casebook, seat

__all__ = ["casebook", "seat"]

"""The page « Le coffre »: who opens it, how it is saved, what the register tells, how long files are kept."""

from spie_diag.desktop.safe.opening import open_safe

__all__ = ["open_safe"]

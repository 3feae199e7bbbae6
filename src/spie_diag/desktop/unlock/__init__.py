"""Opening the vault, and creating it at first start."""

from spie_diag.desktop.unlock.opening import open_founding, open_recovering, open_restoring, open_unlock

__all__ = ["open_founding", "open_recovering", "open_restoring", "open_unlock"]

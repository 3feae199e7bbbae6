"""Opening the vault, and creating it at first start; putting a backup back, and repairing what is damaged."""

from spie_diag.desktop.unlock.opening import (
    open_founding,
    open_recovering,
    open_repairing,
    open_restoring,
    open_unlock,
)

__all__ = ["open_founding", "open_recovering", "open_repairing", "open_restoring", "open_unlock"]

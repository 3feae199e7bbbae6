"""What the window remembers from one start to the next: nothing personal."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from spie_diag.desktop.errors import UnwritableMemoryError
from spie_diag.desktop.theme.tokens import TEXT_SCALES
from spie_diag.paths import window_memory

LOCK_DELAYS_MIN = (2, 5, 10, 15, 30, 60)
"""Minutes without a key or a hand after which the vault locks: there is no « never »."""


@dataclass(frozen=True, slots=True)
class Memory:
    geometry: str = ""
    """Qt's own description of size, place and screen, in hexadecimal."""
    dark: bool | None = None
    """None follows the system."""
    text_scale: float = 1.0
    vault: str = ""
    """The folder of the vault opened last."""
    lock_after_min: int = 10
    """One of ``LOCK_DELAYS_MIN``."""

    def with_text_step(self, step: int) -> "Memory":
        """One size larger or smaller; 0 goes back to 100 %."""
        if step == 0:
            return replace(self, text_scale=1.0)
        nearest = min(range(len(TEXT_SCALES)), key=lambda place: abs(TEXT_SCALES[place] - self.text_scale))
        return replace(self, text_scale=TEXT_SCALES[min(len(TEXT_SCALES) - 1, max(0, nearest + step))])


def recall(file: Path | None = None) -> Memory:
    """What was kept; a missing or spoilt file is an empty memory."""
    try:
        kept = json.loads((file or window_memory()).read_text("utf-8"))
    except (OSError, ValueError):
        return Memory()
    if not isinstance(kept, dict):
        return Memory()
    dark, scale, delay = kept.get("dark"), kept.get("text_scale"), kept.get("lock_after_min")
    return Memory(
        geometry=str(kept.get("geometry") or ""),
        dark=dark if isinstance(dark, bool) else None,
        text_scale=float(scale) if isinstance(scale, int | float) and 0.5 < scale <= 2 else 1.0,
        vault=str(kept.get("vault") or ""),
        lock_after_min=delay if delay in LOCK_DELAYS_MIN else 10,
    )


def remember(memory: Memory, file: Path | None = None) -> None:
    """Keep it for the next start.

    Raises:
        UnwritableMemoryError: the folder refuses it.
    """
    place = file or window_memory()
    beside = place.with_suffix(".part")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(asdict(memory)), "utf-8")
        beside.replace(place)
    except OSError as why:
        raise UnwritableMemoryError from why

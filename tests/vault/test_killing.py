"""Killed without warning, at any moment: what was acknowledged is there, and nothing is half there."""

import os
from pathlib import Path

import pytest

from tests.stretching import quick_stretching
from tests.torture.killing import torture

__all__ = ["quick_stretching"]

KILLS = 40
"""A thousand and more: ``python -m tests.torture --kills 1000``."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_again_and_again_the_vault_keeps_every_acknowledged_answer(tmp_path: Path) -> None:
    score = torture(tmp_path, KILLS, seed=20261123)

    assert score.kills == KILLS
    assert score.answers > 2 * KILLS
    assert score.early < KILLS / 2, "most of them while people write"

"""Whether the windows are tested on this computer: said aloud, because their tests are left out where Qt cannot run."""

import pytest

from tests.conftest import WHY_NO_WINDOWS


def test_the_windows_are_tested_here() -> None:
    if WHY_NO_WINDOWS:
        pytest.skip(WHY_NO_WINDOWS)

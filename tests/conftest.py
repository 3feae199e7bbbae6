"""What every test stands on: no screen, no network, no folder of the person who runs them."""

import gc
import importlib
import itertools
import os
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from spie_diag.desktop.requirements import missing_library
from spie_diag.secrecy import lock_no_memory
from tests.ordinary_user import give_up_locking

give_up_locking()
lock_no_memory()

# before anything imports Qt
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTEST_QT_API"] = "pyside6"


def _why_no_windows() -> str:
    """Why the windows cannot be tested on this computer, in French; empty where they can."""
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as why:
        if os.environ.get("CI"):
            raise  # there, silence about the windows would be taken for an approval
        return str(missing_library(str(why)) or why)
    return ""


WHY_NO_WINDOWS = _why_no_windows()
collect_ignore = ["desktop", "journeys"] if WHY_NO_WINDOWS else []
pytest_plugins = [] if WHY_NO_WINDOWS else ["pytestqt.plugin"]
"""Switched off in pyproject.toml, because it stops every test where Qt lacks a system library."""

settings.register_profile(
    "shared-machine",
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""The same examples each time, everywhere: a test that fails was broken by a change, and fails again when looked at.

They are drawn from the source of each property: one that is rewritten has others. Nothing is kept between two runs.
"""
settings.register_profile(
    "searching", settings.get_profile("shared-machine"), derandomize=False, max_examples=1000, print_blob=True
)
"""Other examples each time, and many more where a property does not say how many: ``--hypothesis-profile=searching``.

What is found is kept in ``.hypothesis`` and tried first the next time; write it as an ``@example`` before mending it.

Source: the settings ``derandomize``, ``database`` and ``print_blob`` of the documentation of hypothesis.
"""
settings.load_profile("shared-machine")


def _spare_memory() -> int:
    """Bytes that programs may still take, as Linux tells it."""
    told = re.search(r"^MemAvailable: +(\d+) kB$", Path("/proc/meminfo").read_text("ascii"), re.M)
    return int(told[1]) << 10 if told else 0


def _in_memory() -> Path | None:
    """Where temporary folders are in memory, if there is plenty of it."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 4 << 30 or _spare_memory() < 6 << 30:
        return None
    return memory


if (memory := _in_memory()) is not None:
    # Thousands of answers are flushed, and a disk makes each of them wait. Neither what is asked of the system nor a
    # process that is killed knows the difference; what a disk costs is measured in tests/benchmarks.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


FIRST = ("tests/journeys/test_whole_interview.py", "tests/test_house.py", "tests/journeys/")
"""The longest tests begin, so that the processes that share the suite end together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next((place for place, one in enumerate(FIRST) if item.nodeid.startswith(one)), 9))


def pytest_collection_finish() -> None:
    """What pytest holds until the end is not gone through again at each collection of garbage.

    A vault that closes asks for one, so that nothing lingers in memory: here there is ten times as much as in the app.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def settled_memory() -> None:
    """What the modules before left for good (libraries that are imported late, reports) is not gone through, either."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for the users of the tests, one each; pytest would look through all of them to make one more."""
    parent = tmp_path_factory.mktemp("dossiers-personnels")
    return (parent / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def own_folder(own_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's folder of this test alone, gone with it: it may lie in memory."""
    folder = next(own_folders)
    folder.mkdir()
    monkeypatch.setenv("SPIE_DIAG_HOME", str(folder))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app works without any network: an attempt to reach one is a failure."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: tuple[str, int] | str) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            raise AssertionError(f"reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)

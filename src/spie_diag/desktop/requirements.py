"""What the windows need from the system, checked before Qt is asked for anything: Qt would stop the whole program."""

import ctypes
import importlib
import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from spie_diag.desktop.errors import MissingLibraryError, NoDisplayError

_PACKAGES: Final[Mapping[str, str]] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
}
"""Debian's package of each library that Qt's windows load."""

_ALWAYS: Final = (
    "libglib-2.0.so.0",
    "libGL.so.1",
    "libEGL.so.1",
    "libxkbcommon.so.0",
    "libfontconfig.so.1",
    "libdbus-1.so.3",
)
_ON_X11: Final = (
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-render-util.so.0",
    "libxcb-shape.so.0",
)
_NOT_FOUND = re.compile(r"(lib[\w.+-]+\.so(?:\.\d+)*): cannot open shared object file")
_MODULES: Final = ("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtSvg")
_PLUGINS: Final = {"xcb": "libqxcb.so", "wayland": "libqwayland.so"}


def require_qt() -> None:
    """Import Qt, or say what is missing.

    Raises:
        NoDisplayError: there is no screen.
        MissingLibraryError: a system library is not installed; its package is named.
    """
    if not has_display():
        raise NoDisplayError
    for module in _MODULES:
        try:
            importlib.import_module(module)
        except ImportError as why:
            raise missing_library(str(why)) or why from why
    _require_plugin()


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform in ("win32", "darwin") or _platform() in ("offscreen", "minimal", "vnc"):
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or (bool(os.environ.get("DISPLAY")) and _x_server_answers())


def missing_library(complaint: str) -> MissingLibraryError | None:
    """The error that a loader's complaint amounts to, or None if it is about something else."""
    found = _NOT_FOUND.search(complaint)
    if found is None:
        return None
    missing = [found[1], *(library for library in _wanted() if library != found[1] and not _loads(library))]
    packages = dict.fromkeys(_PACKAGES.get(library, library) for library in missing)
    return MissingLibraryError(library=", ".join(missing), package=" ".join(packages))


def _wanted() -> tuple[str, ...]:
    """What Qt loads here, so that whoever lacks several libraries is told once."""
    on_x11 = sys.platform.startswith("linux") and not _platform() and not os.environ.get("WAYLAND_DISPLAY")
    return (*_ALWAYS, *(_ON_X11 if on_x11 and os.environ.get("DISPLAY") else ()))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _platform() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]


def _require_plugin() -> None:
    """Load the piece of Qt that speaks to the screen: if Qt itself failed to, it would end the program."""
    wanted = _platform() or ("wayland" if os.environ.get("WAYLAND_DISPLAY") else "xcb")
    spec = importlib.util.find_spec("PySide6")
    if wanted not in _PLUGINS or not sys.platform.startswith("linux") or spec is None or spec.origin is None:
        return
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / _PLUGINS[wanted]
    if not plugin.is_file():
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as why:
        missing = missing_library(str(why))
        if missing is not None:
            raise missing from why


def _x_server_answers() -> bool:
    """A display may be named and not be there; without libxcb, the import will say what is missing."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)

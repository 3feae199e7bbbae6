"""Where a vault may lie: on this computer's own disk, at the end of a path that its database can follow."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from spie_diag.vault.errors import LongPathError, NetworkFolderError

_NETWORKS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "davfs", "webdav", "ceph",
     "glusterfs", "lustre", "fuse.sshfs", "fuse.davfs2", "fuse.davfs", "fuse.rclone", "fuse.gvfsd-fuse",
     "fuse.smbnetfs"}
)  # fmt: skip
"""Kinds of mounts that other computers serve: SQLite's write-ahead log needs memory shared by all who write."""
_SYNCHRONISED = ("OneDrive", "Dropbox", "Google Drive", "GoogleDrive", "iCloudDrive", "Nextcloud", "ownCloud", "kDrive")
_LONGEST = 240 if sys.platform == "win32" else 480
"""What SQLite takes, less the names of our files: 260 characters on Windows, 512 bytes elsewhere."""
_REMOTE_DRIVE = 4
_MOUNTS = Path("/proc/self/mounts")
_STATFS_ROOM, _STATFS_KIND = 4096, slice(72, 88)
"""On macOS: more than the answer takes, and where the kind of file system stands in it."""


def refuse_unfit(folder: Path) -> None:
    """Refuse a folder where a vault would not be safe, or not be read.

    Raises:
        NetworkFolderError, LongPathError
    """
    refuse_long(folder)
    if _is_remote(Path(os.path.realpath(folder))):
        raise NetworkFolderError


def refuse_long(folder: Path) -> None:
    """Raises ``LongPathError`` where SQLite could not name a file of the folder."""
    path = Path(os.path.realpath(folder))
    if (len(str(path)) if sys.platform == "win32" else len(os.fsencode(path))) > _LONGEST:
        raise LongPathError


def synchronised_by(folder: Path) -> str | None:
    """The name of the service that copies this folder to other computers while it is written, where one is known."""
    for part in Path(os.path.realpath(folder)).parts:
        for name in _SYNCHRONISED:
            if part.casefold().startswith(name.casefold()):
                return name
    return None


if sys.platform == "win32":
    import ctypes

    def _is_remote(path: Path) -> bool:
        if path.drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE_DRIVE)

elif sys.platform == "darwin":
    import ctypes

    def _is_remote(path: Path) -> bool:
        system = ctypes.CDLL(None)
        # On Intel the plain name is that of an older and shorter answer.
        ask = getattr(system, "statfs$INODE64", None) or system.statfs
        answer = ctypes.create_string_buffer(_STATFS_ROOM)
        there = next(parent for parent in (path, *path.parents) if parent.exists())
        return ask(os.fsencode(there), answer) == 0 and kind_in_statfs(answer.raw) in _NETWORKS

else:

    def _is_remote(path: Path) -> bool:
        try:
            mounts = _MOUNTS.read_text(errors="surrogateescape").splitlines()
        except OSError:  # no such list outside Linux
            return False
        return kind_of_mount(path, mounts) in _NETWORKS


def kind_of_mount(path: Path, mounts: Iterable[str]) -> str:
    """The kind of file system that ``path`` lies on, by the lines of ``/proc/mounts``; the last mount covers others."""
    found, depth = "", -1
    for line in mounts:
        words = line.split(" ")
        if len(words) < 3:
            continue
        # Spaces are written as \040 there, accents as they are.
        where = Path(words[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\"))
        if path.is_relative_to(where) and len(where.parts) >= depth:
            found, depth = words[2], len(where.parts)
    return found


def kind_in_statfs(answer: bytes) -> str:
    """The kind of file system that macOS tells of a path.

    Source: ``struct statfs`` with 64-bit inodes, ``sys/mount.h``: ``f_fstypename`` behind 72 bytes of figures.
    """
    return answer[_STATFS_KIND].split(b"\0")[0].decode("ascii", "replace")

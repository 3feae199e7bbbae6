"""Which vault a command is about, who opens it, and her passphrase: never an argument, never in the environment."""

import signal
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TypeVar

import click

from spie_diag.cli.errors import NoTerminalError, SeveralBackupsError, UnknownNameError, UnnamedOpenerError
from spie_diag.french import listed, spaced
from spie_diag.interview.people import Specialist
from spie_diag.paths import default_vault

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook

Command = TypeVar("Command", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens, and where her passphrase comes from."""

    name: str | None
    reads_stdin: bool

    def chosen(self, specialists: Sequence[Specialist]) -> Specialist:
        """The one who was named, or the only one.

        Raises:
            UnnamedOpenerError: there are several, and none was named.
            UnknownNameError: the vault knows nobody of this name.
        """
        if self.name is None:
            if len(specialists) != 1:
                raise UnnamedOpenerError(names=_names(specialists))
            return specialists[0]
        found = [one for one in specialists if _folded(one.name) == _folded(self.name)]
        if len(found) != 1:
            raise UnknownNameError(names=_names(specialists))
        return found[0]

    def passphrase(self, specialist: Specialist) -> str:
        """Asked without showing it, or the first line of the standard input.

        Raises:
            NoTerminalError: there is nobody to ask.
        """
        if self.reads_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        if not sys.stdin.isatty():
            raise NoTerminalError
        asked: str = click.prompt(
            spaced(f"Phrase secrète de {specialist.name}"), hide_input=True, prompt_suffix="\u00a0: ", err=True
        )
        return asked


def folder_named(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """The folder that a word names; an empty word, of a variable that nobody set, would mean where one is."""
    if value == "":
        raise click.BadParameter("", ctx, param)
    return Path(value) if value is not None else None


def vault_option(command: Command) -> Command:
    """``--coffre DOSSIER``, the usual vault by default."""
    option = click.option(
        "--coffre",
        "folder",
        metavar="DOSSIER",
        type=str,
        default=default_vault,
        callback=folder_named,
        help="Dossier du coffre ; par défaut, celui de cet ordinateur.",
    )
    return option(command)


def opener_options(command: Command) -> Command:
    """``--nom NOM`` and ``--phrase-stdin``."""
    name = click.option("--nom", "name", metavar="NOM", help="Qui ouvre le coffre, s’il y a plusieurs spécialistes.")
    stdin = click.option(
        "--phrase-stdin",
        "reads_stdin",
        is_flag=True,
        help="Lit la phrase secrète sur la première ligne de l’entrée standard, au lieu de la demander.",
    )
    return name(stdin(command))


def only_backup(folder: Path) -> Path:
    """The backup that a command names: the folder itself, or the only one in it.

    Raises:
        SeveralBackupsError: which one is meant would change what is done.
        SpieError: there is none.
    """
    from spie_diag.casework.backing_up import backups_at

    found = backups_at(folder)
    if len(found) > 1:
        raise SeveralBackupsError(folder=folder, newest=found[0].folder.name)
    return found[0].folder


@contextmanager
def opened(folder: Path, opener: Opener) -> Iterator["Casebook"]:
    """The vault, open for one command; its warnings are told on the error output."""
    from spie_diag.casework.opening import label_of, lock, open_casebook

    specialist = opener.chosen(label_of(folder).specialists)
    casebook = open_casebook(folder, specialist.id, opener.passphrase(specialist))
    try:
        for warning in casebook.warnings:
            click.echo(spaced(warning), err=True)
        yield casebook
    finally:
        lock(casebook)


class ProgressLine:
    """How far something is, in place, on a terminal; nothing elsewhere.

    Ctrl C asks it to stop, which leaves everything as it was and says so; a second one ends the command at once.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._is_shown = sys.stderr.isatty()
        self._last = -1
        self._is_stopped = False

    def __enter__(self) -> "ProgressLine":
        self._former = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._former or signal.default_int_handler)
        if self._is_shown and self._last >= 0:
            click.echo("\r" + " " * (len(self._what) + 12) + "\r", nl=False, err=True)

    def at(self, done: float) -> None:
        percent = round(done * 100)
        if self._is_shown and percent != self._last:
            self._last = percent
            click.echo(spaced(f"\r{self._what} : {percent:3d} %"), nl=False, err=True)

    def is_stopped(self) -> bool:
        return self._is_stopped

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._is_stopped:
            signal.default_int_handler(number, frame)
        self._is_stopped = True


def _names(specialists: Sequence[Specialist]) -> str:
    return listed([f"« {one.name} »" for one in specialists])


def _folded(name: str) -> str:
    """Without accents, capitals and double spaces: as it is typed in a hurry."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())

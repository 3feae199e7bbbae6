"""The vault without windows: backups, compaction, another key."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from spie_diag.cli.asking import passphrase, sheet_words
from spie_diag.cli.commands import FrenchGroup
from spie_diag.cli.vault_checking import check, salvage
from spie_diag.cli.vault_opening import (
    Opener,
    ProgressLine,
    folder_named,
    only_backup,
    opened,
    opener_options,
    vault_option,
)
from spie_diag.french import counted, spaced
from spie_diag.interview.people import Specialist

if TYPE_CHECKING:
    from spie_diag.casework.backing_up import Restored


@click.group(cls=FrenchGroup)
def vault() -> None:
    """Coffre : le sauvegarder, le restaurer, le vérifier, le réparer, le compacter, en changer la clé."""


vault.add_command(check)
vault.add_command(salvage)


def _at_least_one(ctx: click.Context, param: click.Parameter, value: int) -> int:
    """As click's own range, whose help is not French."""
    if value < 1:
        raise click.BadParameter("", ctx, param)
    return value


@vault.command()
@click.argument("target", metavar="DOSSIER", type=str, callback=folder_named)
@click.option(
    "--garder",
    "keep",
    metavar="N",
    type=int,
    default=10,
    callback=_at_least_one,
    help="Nombre de sauvegardes gardées ; 10 si rien n’est dit.",
)
@vault_option
@opener_options
def backup(target: Path, keep: int, folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Sauvegarde le coffre, chiffré, dans un nouveau dossier daté, et le relit.

    DOSSIER reçoit les sauvegardes : une clé USB ou un autre disque. Les plus anciennes sauvegardes de ce coffre s’en
    vont ; rien d’autre n’y est touché.
    """
    from spie_diag.casework.backing_up import back_up

    with opened(folder, Opener(name, reads_stdin)) as casebook:
        with ProgressLine("Sauvegarde") as line:
            made = back_up(casebook, target, keep, line.at, line.is_stopped)
        size = f"({counted(made.entries, 'entrée')}, {_size(made.size)})."
        click.echo(f"{spaced('Sauvegarde faite et relue :')} {made.folder} {size}")  # a path is said as it is written


@vault.command()
@click.argument("backup", metavar="SAUVEGARDE", type=str, callback=folder_named)
@click.option(
    "--fiche",
    "by_sheet",
    is_flag=True,
    help="Avec la fiche de secours de ce jour-là, quand la phrase est oubliée : ses quatorze mots sont demandés, puis "
    "une nouvelle phrase. Avec --phrase-stdin, les mots sont sur la première ligne et la phrase sur la deuxième.",
)
@vault_option
@opener_options
def restore(backup: Path, by_sheet: bool, folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Remet une sauvegarde à la place du coffre, dont l’état présent est gardé à côté.

    SAUVEGARDE est un dossier nommé « coffre- » suivi d’une date, ou celui qui n’en contient qu’un. La phrase secrète
    demandée est celle de ce jour-là ; la fiche de secours aussi.
    """
    from spie_diag.casework.backing_up import label_of_backup
    from spie_diag.casework.opening import lock

    chosen = only_backup(backup)
    opener = Opener(name, reads_stdin)
    specialist = opener.chosen(label_of_backup(chosen).specialists)
    put_back = _put_back_with_sheet if by_sheet else _put_back
    restored = put_back(chosen, folder, specialist, opener)
    try:
        for line in (*restored.casebook.warnings, *restored.lines):
            click.echo(spaced(line))
    finally:
        lock(restored.casebook)


def _put_back(backup: Path, folder: Path, specialist: Specialist, opener: Opener) -> "Restored":
    from spie_diag.casework.backing_up import restore as put_back

    secret = opener.passphrase(specialist)
    with ProgressLine("Restauration") as line:
        return put_back(backup, folder, specialist.id, secret, progress=line.at, cancelled=line.is_stopped)


def _put_back_with_sheet(backup: Path, folder: Path, specialist: Specialist, opener: Opener) -> "Restored":
    """The words are tried before a new passphrase is asked for."""
    from spie_diag.casework.backing_up import check_sheet, restore_with_sheet

    words = sheet_words(reads_stdin=opener.reads_stdin)
    check_sheet(backup, words)
    chosen = passphrase(f"nouvelle, pour {specialist.name}", reads_stdin=opener.reads_stdin, is_new=True)
    with ProgressLine("Restauration") as line:
        return restore_with_sheet(
            backup, folder, words, specialist.id, chosen, progress=line.at, cancelled=line.is_stopped
        )


@vault.command()
@vault_option
@opener_options
def compact(folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Réécrit le fichier du coffre sans la place perdue."""
    from spie_diag.casework.renewing import compact as make_compact

    with opened(folder, Opener(name, reads_stdin)) as casebook, ProgressLine("Réécriture") as line:
        before, after = make_compact(casebook, line.at, line.is_stopped)
    click.echo(spaced(f"Coffre compacté : {_size(before)} avant, {_size(after)} après."))


@vault.command()
@vault_option
@opener_options
def rotate(folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Chiffre de nouveau tout le coffre, avec une autre clé.

    À faire quand quelqu’un a pu copier le coffre et connaître une phrase secrète, après avoir changé celle-ci. Les
    phrases secrètes restent les mêmes ; les anciennes sauvegardes s’ouvrent toujours avec celles de leur jour.
    """
    from spie_diag.casework.opening import label_of, lock, open_casebook
    from spie_diag.casework.renewing import rotate as change_key

    opener = Opener(name, reads_stdin)
    specialist = opener.chosen(label_of(folder).specialists)
    secret = opener.passphrase(specialist)
    casebook = open_casebook(folder, specialist.id, secret)
    try:
        with ProgressLine("Chiffrement") as line:
            change_key(casebook, specialist.id, secret, line.at, line.is_stopped)
    finally:
        lock(casebook)
    click.echo(spaced("La clé du coffre est changée. Les phrases secrètes restent les mêmes."))


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} Mo".replace(".", ",")

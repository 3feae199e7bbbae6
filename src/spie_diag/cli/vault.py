"""The vault without windows: backups, compaction, another key."""

from pathlib import Path

import click

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


@click.group(cls=FrenchGroup)
def vault() -> None:
    """Coffre : le sauvegarder, le restaurer, le vérifier, le réparer, le compacter, en changer la clé."""


vault.add_command(check)
vault.add_command(salvage)


@vault.command()
@click.argument("target", metavar="DOSSIER", type=str, callback=folder_named)
@click.option(
    "--garder", "keep", metavar="N", type=click.IntRange(min=1), default=10, help="Nombre de sauvegardes gardées."
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
            made = back_up(casebook, target, keep, line.at)
        size = f"({counted(made.entries, 'entrée')}, {_size(made.size)})."
        click.echo(f"{spaced('Sauvegarde faite et relue :')} {made.folder} {size}")  # a path is said as it is written


@vault.command()
@click.argument("backup", metavar="SAUVEGARDE", type=str, callback=folder_named)
@vault_option
@opener_options
def restore(backup: Path, folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Remet une sauvegarde à la place du coffre, dont l’état présent est gardé à côté.

    SAUVEGARDE est un dossier nommé « coffre- » suivi d’une date, ou celui qui n’en contient qu’un. La phrase secrète
    demandée est celle de ce jour-là.
    """
    from spie_diag.casework.backing_up import label_of_backup
    from spie_diag.casework.backing_up import restore as put_back
    from spie_diag.casework.opening import lock

    chosen = only_backup(backup)
    opener = Opener(name, reads_stdin)
    specialist = opener.chosen(label_of_backup(chosen).specialists)
    restored = put_back(chosen, folder, specialist.id, opener.passphrase(specialist))
    try:
        for line in (*restored.casebook.warnings, *restored.lines):
            click.echo(spaced(line))
    finally:
        lock(restored.casebook)


@vault.command()
@vault_option
@opener_options
def compact(folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Réécrit le fichier du coffre sans la place perdue."""
    from spie_diag.casework.renewing import compact as make_compact

    with opened(folder, Opener(name, reads_stdin)) as casebook:
        before, after = make_compact(casebook)
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
    passphrase = opener.passphrase(specialist)
    casebook = open_casebook(folder, specialist.id, passphrase)
    try:
        change_key(casebook, specialist.id, passphrase)
    finally:
        lock(casebook)
    click.echo(spaced("La clé du coffre est changée. Les phrases secrètes restent les mêmes."))


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} Mo".replace(".", ",")

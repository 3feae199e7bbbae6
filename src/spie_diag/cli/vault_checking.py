"""The vault verified and repaired without windows."""

import json
import sys
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand
from spie_diag.cli.vault_opening import Opener, ProgressLine, folder_named, only_backup, opener_options, vault_option
from spie_diag.french import spaced


@click.command(cls=FrenchCommand)
@click.option("--json", "as_json", is_flag=True, help="Écrit le résultat en JSON, pour un autre programme.")
@vault_option
@opener_options
def check(folder: Path, name: str | None, reads_stdin: bool, as_json: bool) -> None:
    """Vérifie tout le coffre : clés, fichier, entrées signées, questionnaires, documents, listes, sauvegardes.

    Un coffre abîmé n’est pas modifié ; la dernière ligne dit alors ce qu’une réparation reprendrait. Le code de sortie
    est 0 si tout est bon.
    """
    from spie_diag.casework.opening import label_of
    from spie_diag.casework.repairing import check as verify

    opener = Opener(name, reads_stdin)
    specialist = opener.chosen(label_of(folder).specialists)
    lines = []
    for finding in verify(folder, specialist.id, opener.passphrase(specialist)):
        lines.append(finding)
        if not as_json:
            click.echo(spaced(f"[{finding.outcome.value}] {finding.point.value} : {finding.told}"))
    is_whole = all(finding.outcome.name != "FAILS" for finding in lines)
    if as_json:
        told = [
            {
                "point": finding.point.name.lower(),
                "outcome": finding.outcome.name.lower(),
                "told": finding.told,
                **finding.figures,
            }
            for finding in lines
        ]
        click.echo(json.dumps({"whole": is_whole, "lines": told}, ensure_ascii=False, indent=1))
    elif is_whole:
        click.echo("Le coffre est entier.")
    if not is_whole:
        mended = any(finding.outcome.name == "FAILS" and finding.point.name != "ENTRIES" for finding in lines)
        click.echo(spaced(f"Le coffre n’est pas entier. {_REPAIR if mended else _SHOW}"), err=True)
        sys.exit(1)


@click.command(cls=FrenchCommand)
@click.option(
    "--sauvegarde",
    "backup",
    metavar="DOSSIER",
    type=str,
    callback=folder_named,
    help="Une sauvegarde de ce coffre, pour y reprendre ce qui ne se lit plus.",
)
@click.option("--forcer", "though_sound", is_flag=True, help="Refait le coffre même si rien n’y paraît abîmé.")
@vault_option
@opener_options
def salvage(folder: Path, name: str | None, reads_stdin: bool, backup: Path | None, though_sound: bool) -> None:
    """Répare un coffre abîmé : reprend dans un nouveau fichier tout ce qui se lit et se prouve.

    Les fichiers abîmés sont gardés à côté, dans le dossier du coffre. Avec --sauvegarde, ce qui manque est repris d’une
    sauvegarde, sans rien perdre de ce qui a été écrit depuis.
    """
    from spie_diag.casework.opening import label_of
    from spie_diag.casework.repairing import salvage as make_anew

    opener = Opener(name, reads_stdin)
    specialist = opener.chosen(label_of(folder).specialists)
    earlier = only_backup(backup) if backup is not None else None
    passphrase = opener.passphrase(specialist)
    with ProgressLine("Réparation") as line:
        done = make_anew(
            folder,
            specialist.id,
            passphrase,
            though_sound=though_sound,
            backup=earlier,
            progress=line.at,
            cancelled=line.is_stopped,
        )
    for told in done.lines:
        click.echo(told)
    if done.lost and backup is None:
        click.echo(spaced(_FROM_BACKUP))


_REPAIR = "Pour le réparer : spie-diag vault salvage (avec --forcer si rien n’y paraît abîmé)."
_SHOW = (
    "Ses fichiers se lisent, mais rien ne prouve que le journal est tel qu’il a été laissé : n’effacez rien, et "
    "montrez ces lignes à la personne qui s’occupe de cet ordinateur."
)
_FROM_BACKUP = "Pour reprendre ce qui manque d’une sauvegarde : spie-diag vault salvage --forcer --sauvegarde DOSSIER."

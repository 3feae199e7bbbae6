"""Two versions of a form side by side."""

import json
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand


@click.command(cls=FrenchCommand)
@click.argument("old", metavar="ANCIEN", type=click.Path(path_type=Path))
@click.argument("new", metavar="NOUVEAU", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Donne les changements en JSON, pour un programme.")
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Dit ce qui change d’un formulaire à l’autre, en phrases.

    La première ligne dit si ce qui a déjà été répondu reste lisible. Les lignes qui commencent par « ! » sont celles
    qui perdent des réponses. Un diagnostic déjà fait s’ouvre toujours avec sa propre version.
    """
    from spie_diag.forms.differences import differences
    from spie_diag.forms.opening import open_form_file

    found = differences(open_form_file(old), open_form_file(new))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        return
    for line in found.lines():
        click.echo(line)

"""Form files judged for their authors."""

import json
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand
from spie_diag.cli.errors import OneFormError


@click.command(cls=FrenchCommand)
@click.argument("files", metavar="FICHIER…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Donne tout en JSON, pour un programme.")
@click.option(
    "--publie",
    "released",
    metavar="ANCIEN",
    type=click.Path(path_type=Path),
    help="Vérifie aussi que les codes gardent le sens qu’ils ont dans ce formulaire déjà publié.",
)
@click.pass_context
def check(context: click.Context, files: tuple[Path, ...], as_json: bool, released: Path | None) -> None:
    """Dit tout ce qui ne va pas dans des formulaires, ligne par ligne, avec ce qu’il faut écrire.

    Une faute empêche de se servir du formulaire ; une remarque dit ce qui marche, mais n’est sans doute pas voulu. Le
    code de sortie est 1 s’il y a une faute. Les champs de --json sont décrits dans forms/README.md.
    """
    from spie_diag.forms.examining import examined, summary
    from spie_diag.forms.opening import open_form_file
    from spie_diag.forms.problems import names_apart

    if released is not None and len(files) > 1:
        raise OneFormError()
    old = open_form_file(released) if released is not None else None
    found = [examined(file, old) for file in files]
    faults, remarks = sum(one.faults for one in found), sum(one.remarks for one in found)
    if as_json:
        report = {"faults": faults, "remarks": remarks, "files": [one.as_json() for one in found]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        names = names_apart(file for one in found for file in one.files)
        for one in found:
            for line in one.lines(names):
                click.echo(line)
            click.echo()
        if len(found) > 1:
            click.echo(f"En tout : {summary(faults, remarks)}")
    context.exit(1 if faults else 0)

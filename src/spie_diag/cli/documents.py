"""Documents without windows: checking the PDF that a partner handed over."""

import json
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand
from spie_diag.french import spaced


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="FICHIER.pdf", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Le même verdict pour un programme.")
@click.option(
    "--signataires",
    "signers",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier de certificats à reconnaître, à la place de ceux de cet ordinateur.",
)
@click.pass_context
def verify(context: click.Context, file: Path, as_json: bool, signers: Path | None) -> None:
    """Dit qui a signé un diagnostic, quand, et si quelque chose a changé depuis.

    Le code de sortie est 0 seulement si les deux signatures tiennent. Avec --json, les champs sont décrits dans
    src/spie_diag/signing/README.md.
    """
    from spie_diag.casework.verifying import verify_file

    verdict = verify_file(file, signers=signers)
    if as_json:
        click.echo(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in verdict.lines():
            click.echo(spaced(line))
    context.exit(0 if verdict.holds else 1)

"""Documents without windows: checking the PDF that a partner handed over, and making it last."""

import json
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand, RequiredOption
from spie_diag.french import spaced

_FILE = click.Path(path_type=Path)
_AUTHORITIES = "Dossier d’autorités et de leurs listes de révocation, à la place de celles de cet ordinateur."


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="FICHIER.pdf", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Le même verdict pour un programme.")
@click.option("--details", is_flag=True, help="Ajoute les détails techniques : empreintes, champs, certificats.")
@click.option(
    "--signataires",
    "signers",
    metavar="DOSSIER",
    type=_FILE,
    help="Dossier de certificats à reconnaître, à la place de ceux de cet ordinateur.",
)
@click.option("--autorites", "authorities", metavar="DOSSIER", type=_FILE, help=_AUTHORITIES)
@click.pass_context
def verify(
    context: click.Context, file: Path, as_json: bool, details: bool, signers: Path | None, authorities: Path | None
) -> None:
    """Dit qui a signé un diagnostic ou un extrait, quand, qui s’en porte garant, et si quelque chose a changé depuis.

    Le code de sortie est 0 seulement si toutes les signatures prévues tiennent. Avec --json, les champs sont décrits
    dans src/spie_diag/signing/README.md.
    """
    from spie_diag.casework.verifying import verify_file

    verdict = verify_file(file, signers=signers, authorities=authorities)
    if as_json:
        click.echo(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in verdict.lines():
            click.echo(spaced(line))
        if details:
            click.echo("")
            for line in verdict.details():
                click.echo(line)
    context.exit(0 if verdict.holds else 1)


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="FICHIER.pdf", type=_FILE)
@click.option("--vers", "to", cls=RequiredOption, metavar="NOUVEAU.pdf", type=_FILE, help="Le fichier à écrire.")
@click.option(
    "--horodatage", "address", cls=RequiredOption, metavar="ADRESSE", help="Adresse du serveur d’horodatage (RFC 3161)."
)
@click.option("--autorites", "authorities", metavar="DOSSIER", type=_FILE, help=_AUTHORITIES)
def prove(file: Path, to: Path, address: str, authorities: Path | None) -> None:
    """Ajoute à un document signé un horodatage et les listes de révocation, pour qu’il dure plus que ses certificats.

    Les signatures restent valables et le fichier donné ne change pas. Le serveur ne voit qu’une empreinte.
    """
    from spie_diag.casework.verifying import prove_file

    prove_file(file, to, address, authorities=authorities)
    click.echo(spaced(f"Document horodaté : {to}"))

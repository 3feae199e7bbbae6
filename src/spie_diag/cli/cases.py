"""Fictional cases as oracles: playing them and comparing with what their authors expect."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spie_diag.cli.commands import FrenchGroup
from spie_diag.french import counted, spaced

if TYPE_CHECKING:
    from spie_diag.casework.copying import Copy


@click.group(cls=FrenchGroup)
def cases() -> None:
    """Cas fictifs : réponses et résultats attendus."""


@cases.command()
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, file: Path) -> None:
    """Joue chaque cas d’un fichier, à sa propre date, et dit ce qui diffère de ses résultats attendus."""
    from spie_diag.casework.cases import check as play

    reports = play(file)
    for report in reports:
        for line in report.lines():
            click.echo(spaced(line))
    wrong = sum(1 for report in reports if not report.is_equal)
    click.echo(spaced(f"{counted(len(reports), 'cas', 'cas')} : {wrong} avec des différences."))
    context.exit(1 if wrong else 0)


@cases.command()
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.argument("code", metavar="CAS")
@click.option(
    "--forme",
    "shape",
    type=click.Choice(["dossier", "criteres", "textes"]),
    default="dossier",
    help="Le dossier agrégé (par défaut), les critères d’orientation, ou les textes à coller.",
)
@click.option(
    "--correspondances",
    "tables",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Tables de codes à essayer, à la place de celles de cet ordinateur.",
)
def export(file: Path, code: str, shape: str, tables: Path | None) -> None:
    """Montre un cas fictif tel que France Travail, ou le logiciel d’un partenaire, le recevrait.

    La personne n’existe pas : tout ce que la forme peut porter y est. Les formes JSON sont décrites dans
    resources/schemas.
    """
    from spie_diag.casework.case_exporting import Shape, export_case

    told = export_case(file, code, Shape(shape), tables)
    if isinstance(told, dict):
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for one in told:
        click.echo("\n".join(_lines(one)))


def _lines(one: "Copy") -> Iterator[str]:
    limit = f", {one.count} sur {one.limit}" if one.limit else ""
    yield spaced(f"— {one.title}{limit}")
    yield from (f"  {line}" for line in one.text.splitlines())
    yield from (spaced(f"  ! {warning}") for warning in one.warnings)
    yield ""

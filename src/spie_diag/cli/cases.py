"""Fictional cases as oracles: playing them and comparing with what their authors expect."""

from pathlib import Path

import click

from spie_diag.cli.commands import FrenchGroup
from spie_diag.french import counted, spaced


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

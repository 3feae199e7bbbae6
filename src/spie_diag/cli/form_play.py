"""A form played without a window."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand, RequiredOption
from spie_diag.cli.errors import WrongCommandError


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="FORMULAIRE", type=click.Path(path_type=Path))
@click.option(
    "--ops", "operations", cls=RequiredOption, metavar="OPERATIONS.json", type=click.Path(path_type=Path),
    help="Liste des opérations : set, add, remove, lang.",
)  # fmt: skip
@click.option("--now", metavar="ISO", help="Date et heure de la séance ; par défaut, maintenant.")
@click.option("--full", is_flag=True, help="Écrit tout l’état à chaque étape, et non ce qui a changé.")
def play(file: Path, operations: Path, now: str | None, full: bool) -> None:
    """Joue un formulaire sans fenêtre : une ligne de JSON par étape.

    La première ligne dit tout l’état, les suivantes ce que chaque opération a changé, la dernière ce qui serait envoyé.
    """
    from spie_diag.forms.opening import open_form_file
    from spie_diag.forms.playing import play as played
    from spie_diag.forms.playing import read_operations

    moment = _moment(now)
    steps = read_operations(operations)
    for line in played(open_form_file(file), steps, moment, full=full):
        click.echo(json.dumps(line, ensure_ascii=False, separators=(",", ":")))


def _moment(written: str | None) -> datetime:
    """The moment of a session; one without a time zone is in universal time."""
    if written is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        problem = f"« {written} » n’est pas une date. Écrivez par exemple 2026-03-15T10:00:00Z"
        raise WrongCommandError(problem=problem, help="spie-diag form play -h") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""Forms without a window: for those who write them."""

import click


@click.group()
def form() -> None:
    """Formulaires : vérifier, jouer, convertir, comparer, imprimer."""

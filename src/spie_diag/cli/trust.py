"""The authorities that this computer recognises, without windows: commands of « spie-diag authority »."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spie_diag.cli.asking import agree
from spie_diag.cli.commands import FrenchCommand
from spie_diag.french import long_date, spaced

if TYPE_CHECKING:
    from spie_diag.casework.authorities import AuthorityCard

_FILE = click.Path(path_type=Path)


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="AUTORITE.pem", type=_FILE)
@click.option("--sous", "label", metavar="MOTS", default="", help="Les mots sous lesquels la garder ; sinon son nom.")
@click.option("--horodatage", "tells_time", is_flag=True, help="La croire seulement pour ses horodatages.")
@click.option("--oui", "--yes", "is_agreed", is_flag=True, help="Accepte ce qui est montré sans demander.")
def trust(file: Path, label: str, tells_time: bool, is_agreed: bool) -> None:
    """Reconnaît l’autorité d’un territoire : ceux qu’elle certifie seront connus de cet ordinateur.

    L’empreinte montrée se compare d’abord par un autre moyen : téléphone, convention signée, affiche.
    """
    from spie_diag.casework.authorities import authority_in, recognise

    shown = authority_in(file)
    _tell(shown)
    agree("L’empreinte est-elle la même que celle que l’autorité publie ?", is_agreed=is_agreed)
    kept = recognise(file, label=label, tells_time=tells_time, compared=shown.fingerprint)
    click.echo(spaced(f"Reconnue : « {kept.label} »."))


@click.command(cls=FrenchCommand)
def known() -> None:
    """Liste les autorités que cet ordinateur reconnaît, avec leur empreinte."""
    from spie_diag.casework.authorities import recognised

    kept = recognised()
    for place, one in enumerate(kept):
        if place:
            click.echo("")
        _tell(one)
    if not kept:
        click.echo(spaced("Cet ordinateur ne reconnaît encore aucune autorité."))


@click.command(cls=FrenchCommand)
@click.argument("fingerprint", metavar="EMPREINTE")
@click.option("--oui", "--yes", "is_agreed", is_flag=True, help="Accepte ce qui est montré sans demander.")
def forget(fingerprint: str, is_agreed: bool) -> None:
    """Ne reconnaît plus une autorité : les huit premiers chiffres de son empreinte suffisent."""
    from spie_diag.casework.authorities import forget as stop_believing
    from spie_diag.casework.authorities import one_called

    found = one_called(fingerprint)
    _tell(found)
    agree("Ne plus reconnaître cette autorité ?", is_agreed=is_agreed)
    stop_believing(found.fingerprint)
    click.echo(spaced(f"Elle n’est plus reconnue : « {found.label} »."))


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="LISTE.crl", type=_FILE)
def revocations(file: Path) -> None:
    """Prend la liste de révocation d’une autorité reconnue, à la place de la précédente."""
    from spie_diag.casework.authorities import take_revocations

    _tell(take_revocations(file))


def _tell(shown: "AuthorityCard") -> None:
    territory = f" ({shown.territory})" if shown.territory else ""
    kept_as = f", gardée sous « {shown.label} »" if shown.label != shown.name else ""
    click.echo(spaced(f"{shown.name or 'Autorité sans nom'}{territory}{kept_as}"))
    if shown.tells_time:
        click.echo(spaced("  Crue pour ses horodatages seulement."))
    click.echo(spaced(f"  Vaut du {_day(shown.valid_from)} au {_day(shown.valid_until)}."))
    click.echo(spaced(f"  Empreinte : {shown.fingerprint_in_groups}"))
    if shown.list_from:
        until = f", à renouveler avant le {_day(shown.list_until)}" if shown.list_until else ""
        click.echo(spaced(f"  Liste de révocation du {_day(shown.list_from)}{until}."))


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone().date(), weekday=False)

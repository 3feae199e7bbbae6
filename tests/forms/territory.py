"""A small common form, and the territory's files that stand on it."""

from pathlib import Path
from textwrap import dedent, indent

from spie_diag.forms.definition import Form
from spie_diag.forms.extending import extended_with_remarks

COMMON = """
settings: {form_id: commun, form_title: Commun, version: '1.0'}
lists:
  oui_non: {oui: Oui, non: Non}
calculations:
  - {name: majeur, type: calculate, calculation: "if(${age} >= 18, 'oui', 'non')"}
blocks: [cadre.yaml, logement.yaml]
"""
FRAME = """
block: CAD
name: cadre
label: Cadre
kind: cadre
lead: commun
survey:
  - {name: age, code: CAD-01, type: integer, label: Âge}
"""
HOUSING = """
block: LOG
name: logement
label: Logement
kind: contrainte
lead: social
open_question: Comment ça se passe ?
prompts: [Depuis quand ?]
anchors: [zéro, un, deux, trois]
survey:
  - name: logement_type
    code: LOG-01
    type: select_one
    label: Où vivez-vous ?
    hint: En ce moment.
    choices: {loc: Locataire, sans: Sans logement}
  - name: loyer
    code: LOG-02
    type: integer
    label: Quel loyer ?
    relevant: ${logement_type} = 'loc'
    visibility: restreint
  - {name: aide, code: LOG-03, type: select_one, label: Une aide ?, choices: oui_non}
  - {name: avis, code: LOG-04, type: text, label: Votre avis ?, required: yes}
  - name: bail
    code: LOG-05
    type: group
    label: Le bail
    fields:
      - {name: debut, type: date, label: Début}
situations:
  - {code: LOG.S01, nature: contrainte, label: Sans logement, relevant: "${logement_type} = 'sans'"}
objectives:
  - {code: LOG-O1, label: Accéder à un logement}
"""
START = """
extends: commun.yaml
settings: {form_id: vallee, form_title: Vallée, version: '1.0'}
"""


def write_common(folder: Path) -> Path:
    for name, text in (("commun", COMMON), ("cadre", FRAME), ("logement", HOUSING)):
        (folder / f"{name}.yaml").write_text(text.lstrip(), encoding="utf-8")
    return folder / "commun.yaml"


def write_territory(folder: Path, blocks: str = "", *, start: str = START, more: str = "") -> Path:
    """The path of a territory's file beside the common form; ``blocks`` is the list under that key."""
    write_common(folder)
    path = folder / "vallee.yaml"
    written = f"blocks:\n{indent(dedent(blocks).strip(), '  ')}\n" if blocks else ""
    path.write_text(start.lstrip() + dedent(more) + written, encoding="utf-8")
    return path


def territory(folder: Path, blocks: str = "", *, start: str = START, more: str = "") -> Form:
    return extended_with_remarks(write_territory(folder, blocks, start=start, more=more))[0]


def housing(rows: str, block: str = "") -> str:
    """The common block LOG with these rows, and keys of its own."""
    survey = f"survey:\n{indent(dedent(rows).strip(), '  ')}\n" if rows else ""
    return "- " + indent(f"block: LOG\n{dedent(block)}{survey}", "  ").strip()

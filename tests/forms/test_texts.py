"""Texts with ``${…}``: each shows the answers that it names, from where it stands, and changes with them only."""

from pathlib import Path

from spie_diag.forms.contents import content_bytes
from spie_diag.forms.definition import Value
from spie_diag.forms.live import Live
from spie_diag.forms.publishing import reopened
from spie_diag.forms.tellings import facts, misgivings
from tests.forms.test_live import form_in, live_of, node_at

ROWS = """
survey:
- {name: ville, type: text, label: Ville}
- name: enfants
  type: repeat
  label: "Enfant ${prenom}, ${ville}"
  fields:
  - {name: prenom, type: text, label: Prénom}
  - {name: ecole, type: text, label: "École de ${prenom} à ${ville}"}
  - name: amis
    type: repeat
    label: "${surnom}, ami de ${prenom}"
    fields:
    - {name: surnom, type: text, label: Surnom}
- name: animaux
  type: repeat
  label: "Animal ${prenom}"
  fields:
  - {name: prenom, type: text, label: Nom}
"""


def label_at(live: Live, path: str) -> str:
    return facts(live, node_at(live, path)).label


def test_the_heading_of_a_row_reads_its_own_row(tmp_path: Path) -> None:
    children: Value = [
        {"prenom": "Zoé", "amis": [{"surnom": "Lou"}, {"surnom": "Max"}]},
        {"prenom": "Ali", "amis": [{"surnom": "Ana"}]},
    ]
    live = live_of(form_in(tmp_path, ROWS), {"ville": "Lens", "enfants": children, "animaux": [{"prenom": "Rex"}]})
    assert [label_at(live, f"enfants[{place}]") for place in (1, 2)] == ["Enfant Zoé, Lens", "Enfant Ali, Lens"]
    assert label_at(live, "enfants[2]/ecole") == "École de Ali à Lens"
    assert [label_at(live, f"enfants[1]/amis[{place}]") for place in (1, 2)] == ["Lou, ami de Zoé", "Max, ami de Zoé"]
    assert label_at(live, "animaux[1]") == "Animal Rex", "the name that stands in its own rows is the one meant"


def test_a_repeat_as_a_whole_is_in_none_of_its_rows(tmp_path: Path) -> None:
    live = live_of(form_in(tmp_path, ROWS), {"ville": "Lens", "enfants": [{"prenom": "Zoé", "amis": []}]})
    assert label_at(live, "enfants") == "Enfant , Lens"
    assert label_at(live, "enfants[1]/amis") == ", ami de Zoé"


def test_an_answer_changes_the_heading_of_its_row_and_no_other(tmp_path: Path) -> None:
    live = live_of(form_in(tmp_path, ROWS), {"enfants": [{"prenom": "Zoé"}, {"prenom": "Ali"}]})
    first, second = node_at(live, "enfants[1]"), node_at(live, "enfants[2]")
    change = live.give(node_at(live, "enfants[1]/prenom"), "Zora")
    assert first in change.nodes
    assert second not in change.nodes
    change = live.give(node_at(live, "ville"), "Arras")
    assert {first, second, node_at(live, "enfants")} <= set(change.nodes)
    assert label_at(live, "enfants[1]") == "Enfant Zora, Arras"


def test_a_heading_never_adds_rows(tmp_path: Path) -> None:
    survey = """
survey:
- name: membres
  type: repeat
  label: "${prenom}"
  repeat_count: "count(${prenom}[. != '']) + 1"
  fields:
  - {name: prenom, type: text, label: Prénom}
"""
    live = live_of(form_in(tmp_path, survey))
    members = node_at(live, "membres")
    assert len(members.rows) == 1
    live.give(node_at(live, "membres[1]/prenom"), "Zoé")
    assert [facts(live, row).label for row in members.rows] == ["Zoé", ""]


CHOSEN = """
lists:
  qui:
    moi: {label: "Moi, ${prenom}", "label::English (en)": "Me, ${prenom}"}
    autre: {label: Quelqu’un d’autre}
survey:
- {name: prenom, type: text, label: Prénom}
- {name: parle, type: select_one, label: Qui parle ?, choices: qui}
- {name: vu, type: calculate, label: "", calculation: "jr:choice-name(${parle}, '${parle}')"}
- {name: fin, type: note, label: "Parle : ${vu}"}
- name: lignes
  type: repeat
  label: Lignes
  fields:
  - {name: age, type: integer, label: Âge}
  - {name: stade, type: select_one, label: Stade, choices: {a: "${age} ans", b: Autre}}
"""


def test_the_labels_of_choices_hold_the_answers_that_they_name(tmp_path: Path) -> None:
    live = live_of(form_in(tmp_path, CHOSEN), {"prenom": "Zoé", "parle": "moi", "lignes": [{"age": 3}, {"age": 9}]})
    speaker = node_at(live, "parle")
    assert [choice.label for choice in facts(live, speaker).choices] == ["Moi, Zoé", "Quelqu’un d’autre"]
    english = "English (en)"
    assert facts(live, speaker, english).choices[0].said(english) == "Me, Zoé"
    stages = [facts(live, node_at(live, f"lignes[{place}]/stade")).choices[0].label for place in (1, 2)]
    assert stages == ["3 ans", "9 ans"]
    assert label_at(live, "fin") == "Parle : Moi, Zoé"


def test_an_answer_that_choices_name_changes_what_their_question_shows_and_no_more(tmp_path: Path) -> None:
    live = live_of(form_in(tmp_path, CHOSEN), {"prenom": "Zoé", "parle": "moi", "lignes": [{"age": 3}, {"age": 9}]})
    change = live.give(node_at(live, "prenom"), "Ali")
    names = [node.field.name for node in change.nodes if node.field is not None]
    assert sorted(names) == ["fin", "parle", "prenom", "vu"]
    assert label_at(live, "fin") == "Parle : Moi, Ali"
    change = live.give(node_at(live, "lignes[1]/age"), 4)
    assert node_at(live, "lignes[1]/stade") in change.nodes
    assert node_at(live, "lignes[2]/stade") not in change.nodes


def test_a_form_kept_ready_still_knows_which_texts_an_answer_changes(tmp_path: Path) -> None:
    form = reopened(content_bytes(form_in(tmp_path, CHOSEN)))
    again = reopened(content_bytes(form))
    assert again.known is not None
    live = live_of(again, {"prenom": "Zoé"})
    assert node_at(live, "parle") in live.give(node_at(live, "prenom"), "Ali").nodes
    assert facts(live, node_at(live, "parle")).choices[0].label == "Moi, Ali"


def test_what_does_not_fit_is_said_with_the_words_on_screen(tmp_path: Path) -> None:
    survey = """
survey:
- {name: prenom, type: text, label: Prénom}
- {name: age, type: integer, label: "Âge de ${prenom}", constraint: ". < 120"}
- {name: taille, type: integer, label: Taille, constraint: ". < 250", constraint_message: "Trop grand, ${prenom}"}
"""
    live = live_of(form_in(tmp_path, survey), {"prenom": "Zoé", "age": 130, "taille": 300})
    assert "« Âge de Zoé »" in misgivings(live, node_at(live, "age")).replace("\N{NO-BREAK SPACE}", " ")
    assert misgivings(live, node_at(live, "taille")) == "Trop grand, Zoé"

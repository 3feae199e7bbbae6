"""The map of the interview: what the balayage opens and folds, and what is still to ask."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spie_diag.forms.definition import BlockCode, BlockKind, Depth, QuestionCode, Value
from spie_diag.french import spaced
from spie_diag.interview.answers import Answer, Status
from spie_diag.interview.course import (
    CLOSING,
    Course,
    Flag,
    Fold,
    Group,
    Progress,
    Stage,
    SweepAnswer,
    closed_by_answers,
    course,
    is_swept,
    stage_of,
)
from spie_diag.interview.people import Voice
from tests.interview.journals import Pen, common_form, state_with

LOG, SAN, FAM, RES, ATT = (BlockCode(code) for code in ("LOG", "SAN", "FAM", "RES", "ATT"))
SWEPT = [block.code for block in common_form().blocks if is_swept(block)]
sweeps = st.dictionaries(
    st.sampled_from(SWEPT), st.dictionaries(st.sampled_from(Voice), st.sampled_from(SweepAnswer)), max_size=8
)
limits = st.lists(
    st.sampled_from(["sante", "famille", "ressources", "logement", "justice", "parcours", "autre"]), unique=True
)


def everybody(pen: Pen, block: str, said: SweepAnswer) -> None:
    for voice in Voice:
        pen.write(f"sweep/{block}/{voice.value}", said.value)


def fold_of(map_of: Course, block: BlockCode) -> Fold | None:
    step = map_of.step(block)
    assert step is not None
    return step.fold


def test_the_seven_stages_have_their_titles_and_numbers() -> None:
    assert [stage.title for stage in Stage] == [
        "Préparation", "Accord", "Exploration", "Regards croisés", "Restitution", "Plan d’action", "Signatures",
    ]  # fmt: skip
    assert [stage.number for stage in Stage] == [1, 2, 3, 4, 5, 6, 7]


def test_the_balayage_has_seventeen_chips() -> None:
    assert len(SWEPT) == 17


def test_every_word_is_set_in_french() -> None:
    words = [
        *(said.label for said in SweepAnswer),
        *(flag.label for flag in Flag),
        *(fold.why for fold in Fold),
        *(group.value for group in Group),
    ]
    assert all(spaced(word) == word for word in words)


def test_her_voice_comes_first_in_the_exploration() -> None:
    exploration = Pen().course().exploration
    assert exploration[0].block.code == ATT
    assert exploration[0].opened
    assert [group for group, _ in Pen().course().groups()] == list(Group)


def test_a_domain_nobody_spoke_of_expects_nothing_and_is_not_folded() -> None:
    step = Pen().course().step(LOG)
    assert step is not None
    assert (step.opened, step.fold, step.expected, step.progress) == (False, None, 0, Progress.NOT_STARTED)


@pytest.mark.parametrize("voice", Voice)
def test_one_voice_is_enough_to_open_a_domain(voice: Voice) -> None:
    pen = Pen()
    everybody(pen, "LOG", SweepAnswer.NOTHING)
    pen.write(f"sweep/LOG/{voice.value}", SweepAnswer.EXPLORE.value)
    step = pen.course().step(LOG)
    assert step is not None
    assert step.opened
    assert step.expected > 0
    assert step.opened_by_professional is (voice is not Voice.PERSON)


@pytest.mark.parametrize("said", list(product([SweepAnswer.NOTHING, SweepAnswer.STRENGTH], repeat=3)))
def test_a_domain_is_folded_when_all_three_say_it_goes_well(said: tuple[SweepAnswer, ...]) -> None:
    pen = Pen()
    for voice, answer in zip(Voice, said, strict=True):
        assert fold_of(pen.course(), LOG) is None, "not before everybody spoke"
        pen.write(f"sweep/LOG/{voice.value}", answer.value)
    assert fold_of(pen.course(), LOG) is Fold.NOTHING_TO_SAY
    assert not pen.course().is_closed(LOG), "a word about it can still be written"


def test_with_one_specialist_two_voices_are_everybody() -> None:
    pen = Pen()
    pen.write("session", {"social": "00000000-0000-0000-0000-000000000001", "emploi": None})
    for voice in (Voice.PERSON, Voice.SOCIAL):
        pen.write(f"sweep/LOG/{voice.value}", "ras")
    assert fold_of(pen.course(), LOG) is Fold.NOTHING_TO_SAY


def test_what_she_does_not_wish_to_speak_of_is_closed_even_if_a_specialist_would() -> None:
    pen = Pen()
    pen.write("sweep/SAN/personne", "ne_souhaite_pas")
    pen.write("sweep/SAN/social", "a_explorer")
    pen.write("flag/SAN/open", True)
    steps = pen.course()
    assert steps.is_closed(SAN)
    assert fold_of(steps, SAN) is Fold.DECLINED
    assert {code for code in steps.withheld if code.startswith("SAN")} == {
        question.code for question in common_form().by_code[SAN].questions
    }


def test_a_specialist_opens_by_hand_what_she_called_fine() -> None:
    pen = Pen()
    everybody(pen, "LOG", SweepAnswer.NOTHING)
    pen.write("flag/LOG/open", True)
    step = pen.course().step(LOG)
    assert step is not None
    assert (step.opened, step.opened_by_professional) == (True, True)


def test_without_agreement_only_administrative_domains_remain() -> None:
    steps = Pen().course({"CAD-09": "non"})
    left = {step.block.kind for step in steps.steps if not step.is_closed}
    assert left == {BlockKind.FRAME, BlockKind.BASE}
    assert steps.next_domain is None


def test_the_subjects_set_aside_close_their_domains_and_single_questions() -> None:
    subjects: Value = ["sante", "famille", "ressources", "logement", "justice", "parcours"]
    steps = Pen().course({"CAD-09": "oui_sauf", "CAD-10": subjects})
    assert {step.block.code for step in steps.steps if step.is_closed} == {SAN, FAM, RES, LOG}
    alone = {"STA-05", "STA-06", "STA-07", "STA-15", "DRO-05", "DRO-06", "DRO-07", "PAR-06"}
    assert {code for code in steps.withheld if code[:3] not in {"SAN", "FAM", "RES", "LOG"}} == alone


def test_subjects_count_only_while_the_agreement_is_partial() -> None:
    steps = Pen().course({"CAD-09": "oui", "CAD-10": ["sante"]})
    assert not steps.withheld


def test_any_status_counts_as_an_answer_and_the_domain_ends_covered() -> None:
    pen = Pen()
    pen.write("sweep/LOG/personne", "a_explorer")
    declined = Answer(status=Status.DECLINES)
    asked = [question.code for question in common_form().by_code[LOG].questions if question.depth is Depth.ESSENTIAL]
    answers = {str(code): declined for code in asked}
    step = pen.course(answers).step(LOG)
    assert step is not None
    assert step.progress is Progress.COVERED
    started = pen.course({"LOG-01": "hotel"}).step(LOG)
    assert started is not None
    assert (started.progress, started.answered) == (Progress.IN_PROGRESS, 1)


def test_a_note_is_enough_to_start_a_domain() -> None:
    pen = Pen()
    pen.write("note/1", {"block": "LOG", "kind": "mots", "text": "Chez ma cousine."})
    step = pen.course().step(LOG)
    assert step is not None
    assert (step.progress, step.opened) == (Progress.IN_PROGRESS, True)


def test_her_order_leads_the_exploration() -> None:
    pen = Pen()
    for block in ("LOG", "RES", "FAM"):
        pen.write(f"sweep/{block}/personne", "a_explorer")
    said: dict[str, Answer] = {
        str(question.code): Answer(status=Status.DECLINES) for question in common_form().by_code[ATT].questions
    }
    said["ATT-06"] = Answer(value=["RES", "FAM"])
    following = pen.course(said).next_domain
    assert following is not None
    assert following.block.code == RES
    pen.write("flag/RES/not_today", True)
    following = pen.course(said).next_domain
    assert following is not None
    assert following.block.code == FAM


def test_the_block_that_is_opened_by_hand_is_absent_until_then() -> None:
    assert Pen().course().step(BlockCode("INT")) is None


def test_every_question_belongs_to_one_stage() -> None:
    form = common_form()
    stages = {code: stage_of(code, form.block_of[code]) for code in form.questions}
    assert stages[QuestionCode("CAD-01")] is Stage.PREPARATION
    assert stages[QuestionCode("STA-11")] is Stage.PREPARATION
    assert stages[QuestionCode("CAD-09")] is Stage.AGREEMENT
    assert stages[QuestionCode("LOG-01")] is Stage.EXPLORATION
    assert {code for code, stage in stages.items() if stage is Stage.RESTITUTION} == CLOSING


@given(sweeps, limits, st.sampled_from(["oui", "oui_sauf", "non"]))
def test_nothing_is_expected_of_what_she_keeps_to_herself(
    said: dict[BlockCode, dict[Voice, SweepAnswer]], aside: list[str], agreement: str
) -> None:
    pen = Pen()
    for block, voices in said.items():
        for voice, answer in voices.items():
            pen.write(f"sweep/{block}/{voice.value}", answer.value)
    state = state_with({"CAD-09": agreement, "CAD-10": [*aside]})
    steps = course(common_form(), state, pen.record)

    for step in steps.steps:
        assert 0 <= step.answered <= step.expected
        if step.fold is not None:
            assert (step.opened, step.expected, step.in_depth) == (False, 0, 0)
        asked = {question.code for question in step.block.questions}
        if step.is_closed:
            assert asked <= steps.withheld
    closed = {step.block.code for step in steps.steps if step.is_closed}
    declined = {block for block, voices in said.items() if SweepAnswer.DECLINED in voices.values()}
    offered = {step.block.code for step in steps.steps}
    assert closed == (closed_by_answers(common_form(), state) | declined) & offered

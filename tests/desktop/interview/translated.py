"""The common form with a few questions in Arabic and in Kurdish, as a territory would have them translated."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from spie_diag.forms.definition import Block, Choice, Form, Question
from spie_diag.forms.reading import read_form

ARABIC, KURDISH = "العربية (ar)", "Kurdî (ku)"

_COMMON = Path(__file__).parents[3] / "forms" / "diagnostic-commun.yaml"
_QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "IDE-03": {"label": "ما هو تاريخ ميلادكم؟"},
    "CAD-09": {"label": "هل توافقون على أن يتشارك المختصان ما يقال هنا؟"},
    "LOG-01": {"label": "أين تسكنون حاليا؟", "hint": "جواب واحد يكفي (LOG-01)."},
    "LOG-02": {"label": "منذ متى؟"},
    "LOG-03": {"label": "هل تعتقدون أنه يمكنكم البقاء فيه ستة أشهر؟"},
    "LOG-04": {"label": "كيف يتم دفع الإيجار والتكاليف؟"},
    "LOG-07": {"label": "كيف هو مسكنكم؟"},
    "ATT-01": {"label": "ما هو المهم بالنسبة لكم في هذه الفترة؟"},
    "ATT-08": {"label": "هل ما كتبناه يطابق ما قلتموه؟"},
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "LOG-01": {
        "loc_social": "مستأجر في السكن الاجتماعي",
        "loc_prive": "مستأجر في القطاع الخاص",
        "proprietaire": "مالك",
        "parents": "عند والديّ",
        "tiers": "مستضاف عند شخص آخر",
        "collectif": "سكن جماعي (مركز، دار، إقامة اجتماعية)",
        "sans": "بدون سكن، في الشارع",
        "autre": "غير ذلك",
    },
    "LOG-03": {"oui": "نعم", "incertain": "غير مؤكد", "non": "لا"},
    "ATT-08": {"oui": "نعم", "en_partie": "جزئيا", "non": "لا"},
    "CAD-09": {"oui": "نعم", "oui_sauf": "نعم، إلا في بعض المواضيع", "non": "لا"},
}


def translated(languages: tuple[str, ...] = (ARABIC, KURDISH)) -> Form:
    """Read anew for each caller: a form is compared by identity, and its plan is kept with it."""
    common = read_form(_COMMON)
    return replace(common, languages=languages, blocks=tuple(_block(block) for block in common.blocks))


def _block(block: Block) -> Block:
    texts = {}
    if block.code == "LOG":
        texts = {
            ARABIC: {
                "label": "السكن",
                "open_question": "كيف هي الأمور في المكان الذي تعيشون فيه الآن؟",
                "prompts": "منذ متى؟\nما الذي يقلقكم؟",
            },
            KURDISH: {"label": "Mal"},
        }
    return replace(block, questions=tuple(_question(one) for one in block.questions), texts=texts)


def _question(question: Question) -> Question:
    code = str(question.code)
    texts = {ARABIC: _QUESTIONS[code]} if code in _QUESTIONS else {}
    if code == "LOG-01":
        texts[KURDISH] = {"label": "Hûn niha li ku dijîn?"}
    words = _CHOICES.get(code, {})
    return replace(question, texts=texts, choices=tuple(_choice(one, words) for one in question.choices))


def _choice(choice: Choice, words: Mapping[str, str]) -> Choice:
    return replace(choice, texts={ARABIC: words[choice.name]}) if choice.name in words else choice

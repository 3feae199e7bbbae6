"""What belongs to other programs: named one by one, so that nothing is dropped in silence."""

from collections.abc import Iterator

from spie_diag.forms.definition import QuestionType
from spie_diag.forms.functions import FUNCTIONS
from spie_diag.forms.inspecting import Inspection, Item, Written
from spie_diag.forms.misspelling import ELSEWHERE, foreign_columns
from spie_diag.forms.plan import Misstep, Plan
from spie_diag.forms.problems import Problem, place_of
from spie_diag.forms.syntax import Call

_FAMILIES = {
    "geopoint": "une position", "geotrace": "un tracé", "geoshape": "un contour", "start-geopoint": "une position",
    "image": "une photo", "audio": "un son", "video": "un film", "file": "un fichier", "barcode": "un code-barres",
    "background-audio": "un enregistrement", "audit": "un journal technique", "deviceid": "l’appareil",
    "subscriberid": "la carte SIM", "simserial": "la carte SIM", "phonenumber": "le numéro de l’appareil",
    "username": "le compte", "email": "le compte", "xml-external": "un fichier joint",
    "csv-external": "un fichier joint", "osm": "une carte",
}  # fmt: skip
"""What each type of other programs gathers."""
_SETTINGS = {
    "public_key": "le chiffrement des envois",
    "submission_url": "l’envoi à un serveur",
    "auto_send": "l’envoi à un serveur",
    "auto_delete": "l’effacement après envoi",
    "client_editable": "la modification après envoi",
    "entity": "les entités",
}


def foreign_things(plan: Plan) -> Iterator[Problem]:
    """Every type, column and setting that only other programs honour, each at its row."""
    form = plan.form
    for key, what in _SETTINGS.items():
        if form.settings.get(key):
            sentence = f"Le réglage « {key} » ({what}) n’est pas pris en charge."
            place = form.setting_places.get(key, form.place)
            yield Problem(place=place, key=key, sentence=sentence, advice=ELSEWHERE, grave=False)
    for field in plan.fields:
        question = field.question
        if question.type is QuestionType.FOREIGN:
            yield Problem(
                place=place_of(question, "type"),
                key="type",
                question=field.title,
                sentence=_of_type(question.foreign, required=plan.rules[field.index].required is not None),
                advice="Posez-la en texte si la réponse compte." if _is_asked(question.foreign) else ELSEWHERE,
                grave=False,
            )
    yield from foreign_columns(plan)


def _of_type(name: str, *, required: bool) -> str:
    what = _FAMILIES.get(name.split()[0] if name else "", "")
    said = f"Le type « {name} »{f' ({what})' if what else ''} n’est pas pris en charge"
    if not _is_asked(name):
        return f"{said} : rien n’est relevé."
    end = ", alors qu’elle est obligatoire" if required else ""
    return f"{said} : la question est montrée, sans réponse possible{end}."


def _is_asked(name: str) -> bool:
    """Whether a person would answer, rather than the device by itself."""
    return (
        name.split()[0] in ("geopoint", "geotrace", "geoshape", "image", "audio", "video", "file", "barcode")
        if name
        else False
    )


def misplaced_functions(inspection: Inspection, *, tells_ours: bool) -> Iterator[Misstep]:
    """Functions that do nothing where they stand, and, if asked, those that other programs do not know."""
    for one in inspection.written:
        for tree, spot in inspection.walked(one.tree, one.field):
            if isinstance(tree, Call):
                yield from _of_call(one, tree, tells_ours=tells_ours, among_items=isinstance(spot, Item))


def _of_call(one: Written, tree: Call, *, tells_ours: bool, among_items: bool) -> Iterator[Misstep]:
    function = FUNCTIONS.get(tree.name)
    if function is None:
        return
    if tells_ours and not function.portable:
        sentence = f"{tree.name} n’existe qu’ici : Kobo et ODK ne la connaissent pas."
        yield one.misstep(tree.at, sentence, "L’export l’écrit autrement ; vérifiez le résultat.", grave=False)
    if tree.name == "once" and one.key not in ("calculation", "default"):
        advice = "Écrivez-la dans « calculation »."
        yield one.misstep(tree.at, "once ne retient une valeur que dans un calcul.", advice, grave=False)
    if tree.name in ("position", "last") and not tree.arguments and not among_items:
        sentence = f"{tree.name}() compte les éléments d’un crochet, et il n’y en a pas ici."
        yield one.misstep(tree.at, sentence, "Dans un tableau, écrivez position(..).", grave=False)

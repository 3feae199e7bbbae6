"""The words of a form file, and what each stands for."""

from spie_diag.forms.definition import BlockKind, Depth, Lead, Nature, QuestionType, Visibility

KINDS = {kind.value: kind for kind in BlockKind}
LEADS = {"social": Lead.SOCIAL, "emploi": Lead.EMPLOYMENT, "commun": Lead.SHARED, "personne": Lead.PERSON}
DEPTHS = {"essentiel": Depth.ESSENTIAL, "approfondi": Depth.IN_DEPTH}
VISIBILITIES = {
    "partageable": Visibility.SHAREABLE,
    "restreint": Visibility.RESTRICTED,
    "interne": Visibility.INTERNAL,
}
NATURES = {"contrainte": Nature.CONSTRAINT, "point_appui": Nature.STRENGTH, "neutre": Nature.NEUTRAL}

OWN_TYPES = {kind.value: kind for kind in QuestionType if kind is not QuestionType.FOREIGN}
FOREIGN_TYPES = (
    "geopoint", "geotrace", "geoshape", "location", "gps", "start-geopoint", "background-geopoint", "osm",
    "image", "photo", "picture", "audio", "video", "file", "background-audio", "barcode", "percentage", "audit",
    "deviceid", "device id", "imei", "username", "email", "phonenumber", "phone number", "simserial", "sim id",
    "subscriberid", "subscriber id", "uri:deviceid", "uri:username", "uri:email", "uri:phonenumber", "uri:simserial",
    "uri:subscriberid", "select_one_external", "xml-external", "csv-external", "number of days in last month",
    "number of days in last six months", "number of days in last year",
)  # fmt: skip
"""Types of XLSForm that other programs answer: they are kept, shown and never answered here."""
TYPES: dict[str, tuple[QuestionType, str]] = {
    **{word: (kind, "") for word, kind in OWN_TYPES.items()},
    **{word: (QuestionType.FOREIGN, word) for word in FOREIGN_TYPES},
}
"""The type that a word stands for, and ``Question.foreign``."""

SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
HOLDERS = (QuestionType.GROUP, QuestionType.REPEAT)
SILENT = (
    QuestionType.CALCULATE,
    QuestionType.HIDDEN,
    QuestionType.START,
    QuestionType.END,
    QuestionType.TODAY,
)
"""Types that are never shown, and need no label."""

YES = ("yes", "true", "true()", "oui")
NO = ("no", "false", "false()", "non")


def is_yes(text: str) -> bool:
    """Whether a cell says yes, as spreadsheets of any origin write it."""
    return text.strip().lower() in YES


QUESTION_TEXTS = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
"""What a question says, in as many languages as its author translates."""
BLOCK_TEXTS = ("label", "open_question", "prompts")
"""What a block says; prompts are translated as a list, and kept one a line."""

SURVEY_KEYS = (
    *QUESTION_TEXTS, "name", "type", "relevant", "required", "constraint", "calculation", "choice_filter", "default",
    "trigger", "repeat_count", "read_only", "appearance", "parameters",
)  # fmt: skip
"""The columns of a survey that act here."""
ADVISORY_KEYS = ("hint", "guidance_hint", "appearance")
"""Those without which a form asks the same."""
OWN_KEYS = ("code", "lead", "depth", "visibility", "exclusive")
"""The columns that only workbooks of ours have."""
SETTINGS = (
    "form_id", "form_title", "version", "default_language", "languages", "style", "instance_name", "name",
    "allow_choice_duplicates", "clean_text_values", "public_key", "submission_url", "auto_send", "auto_delete",
    "namespaces",
)  # fmt: skip
"""The settings that some program reads."""
APPEARANCES = frozenset((
    # Read here.
    "multiline", "month-year", "ordered", "minimal", "table-list", "week", "interval", "commune", "rome", "specialist",
    "list", "closing",
    # Read by ODK Collect, Web Forms, Enketo or KoboToolbox.
    "numbers", "url", "thousands-sep", "masked", "bearing", "vertical", "no-ticks", "picker", "rating", "new",
    "new-front", "draw", "annotate", "signature", "selfie", "no-calendar", "year", "ethiopian", "coptic", "islamic",
    "bikram-sambat", "myanmar", "persian", "buddhist", "placement-map", "maps", "hide-input", "search", "autocomplete",
    "autocomplete_chars", "quick", "columns", "columns-pack", "columns-flex", "no-buttons", "image-map", "likert",
    "map", "label", "list-nolabel", "field-list", "counter", "front", "hidden-answer", "compact", "quickcompact",
    "horizontal", "horizontal-compact", "spinner", "distress", "textarea", "comment", "intent", "one-line",
    "streetview", "geo", "no-collapse", "dn", "analog-scale", "no-labels", "show_formatted", "map-view",
))  # fmt: skip
"""The words of ``appearance`` that mean something to some program."""

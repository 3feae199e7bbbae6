"""What the plan says of a sheet, in words."""

from typing import TYPE_CHECKING

from spie_diag.desktop.conclusions.course_panel import CourseShown
from spie_diag.desktop.conclusions.goal_card import GoalShown
from spie_diag.desktop.interview.block_icons import block_icon
from spie_diag.diagnosis.hours import exemption_motives
from spie_diag.followup.deadlines import Deadline
from spie_diag.followup.goals import Goal, Owner
from spie_diag.french import listed, long_date, span
from spie_diag.interview.people import Voice

if TYPE_CHECKING:
    from spie_diag.casework.sheet import Sheet


def called(sheet: "Sheet") -> str:
    return sheet.person.called.split(" (")[0]


def voices_of(sheet: "Sheet") -> tuple[tuple[Voice, str], ...]:
    """The person first: she is asked before the specialists."""
    return ((Voice.PERSON, called(sheet)), *((one.voice, one.name) for one in sheet.pair.members))


def course_shown(sheet: "Sheet") -> CourseShown:
    motives = [motive.label.lower() for motive in exemption_motives(sheet.state)]
    must = f"À présenter : des réponses font penser à une dispense d’heures ({listed(motives)})." if motives else ""
    path = sheet.hint.path
    return CourseShown(
        orientation=sheet.orientation,
        voices=voices_of(sheet),
        hint=path.title if path else "Pas assez d’éléments pour un repère",
        facts=tuple(fact.sentence for fact in sheet.hint.facts) or ("Aucune contrainte forte n’est conclue.",),
        must_present=must,
        draft=sheet.drafts.get("orientation"),
        unread_day=sheet.drafts.get("orientation/notified_on", ""),
        frozen=sheet.is_frozen,
    )


def goal_shown(sheet: "Sheet", goal: Goal) -> GoalShown:
    form = sheet.state.form
    block = form.by_code.get(goal.block) if goal.block else None
    objective = form.objectives.get(goal.code) if goal.code else None
    pair = sheet.pair
    owners = (
        (Owner.PERSON, called(sheet)),
        (Owner.SOCIAL, pair.social.name if pair.social else Owner.SOCIAL.label),
        (Owner.EMPLOYMENT, pair.employment.name if pair.employment else Owner.EMPLOYMENT.label),
        (Owner.PARTNER, Owner.PARTNER.label),
    )
    return GoalShown(
        goal=goal,
        domain=block.label.split(" (")[0].split(",")[0] if block else "",
        icon=block_icon(block.code) if block else "target",
        ideas=objective.actions if objective and not goal.actions else (),
        owners=owners,
        draft=sheet.drafts.get(f"goal/{goal.id}"),
        unfinished={
            subject.removeprefix(f"goal/{goal.id}/"): text
            for subject, text in sheet.drafts.items()
            if subject.startswith(f"goal/{goal.id}/")
        },
        frozen=sheet.is_frozen,
    )


def deadline_words(one: Deadline) -> str:
    if one.days_left < 0:
        left = f"passée depuis {span(-one.days_left)}"
    elif one.days_left == 0:
        left = "aujourd’hui"
    else:
        left = f"dans {span(one.days_left)}"
    return f"{long_date(one.on, weekday=False)} ({left})"

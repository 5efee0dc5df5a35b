"""Why a step of an edition's life was not taken, in words."""

from dataclasses import dataclass, field
from typing import Any

from learnmap.model.errors import (
    ConflictError,
    GateError,
    LearnmapError,
    NotAllowedError,
    NotFoundError,
    NotReadyError,
)
from learnmap.service.request_log import log_failure
from learnmap.service.staff.edition_views import shown_status, why_not_reviewer
from learnmap.workflows.edition_desk import EditionDesk


@dataclass(frozen=True, slots=True)
class StepFault:
    """Why a step was not taken.

    Attributes
    ----------
    key : str
        Of the words that say it.
    values : dict of str to Any
        What is put into them; ``status_key`` is the key of a state's name.
    detail : str or None
        What the program says itself, in English, where the words do not tell all.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    detail: str | None = None


def step_fault(error: BaseException, desk: EditionDesk, *, kind: str, actor: str) -> StepFault:
    """Find the words for what a workflow refused.

    Parameters
    ----------
    error : BaseException
    desk : EditionDesk
        What is known of the edition now.
    kind : str
        Which step.
    actor : str
        Whose step it was.
    """
    if isinstance(error, GateError):
        return StepFault("edition_fault_gate")
    if isinstance(error, NotReadyError):
        return StepFault("edition_fault_ready", detail=str(error))
    if isinstance(error, NotAllowedError):
        return StepFault("edition_fault_second", detail=str(error))
    if isinstance(error, ConflictError | NotFoundError):
        return _conflict(str(error), desk, kind=kind, actor=actor)
    if isinstance(error, LearnmapError):
        return StepFault("edition_fault_other", detail=str(error))
    if not isinstance(error, Exception):
        raise error
    return StepFault("edition_fault_internal", {"reference": log_failure(error)})


def state_fault(desk: EditionDesk) -> StepFault:
    """Say that the edition is in another state than its page showed."""
    return StepFault("edition_fault_state", {"status_key": shown_status(desk.edition)})


def _conflict(says: str, desk: EditionDesk, *, kind: str, actor: str) -> StepFault:
    edition = desk.edition
    current = next((row for row in desk.others if row.status == "published"), None)
    published = edition if edition.status == "published" else current
    if published is not None and kind == "publish":
        return StepFault(
            "edition_fault_meanwhile",
            {
                "who": published.published_by,
                "revision": published.revision,
                "at": published.published_at,
            },
        )
    if edition.status not in {"draft", "in_review"}:
        return state_fault(desk)
    if kind == "submit" and edition.status == "in_review":
        return StepFault("edition_fault_same")
    if kind == "approve":
        if edition.status != "in_review" or edition.reviewed_by is not None:
            return state_fault(desk)
        if (why := why_not_reviewer(desk, actor)) is not None:
            return StepFault(why)
        return StepFault("edition_fault_content_changed")
    if kind == "publish":
        return StepFault("edition_fault_review_changed")
    return StepFault("edition_fault_other", detail=says)

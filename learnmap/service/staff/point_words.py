"""Values of learning points in words, for the pages."""

from collections.abc import Callable, Iterable
from typing import Any, Final

from learnmap.model.kinds import Kind
from learnmap.model.records import Accessibility, Status
from learnmap.service.staff.words import word

STATUSES: Final[tuple[Status, ...]] = ("open", "temporarily_closed", "planned", "closed")
ACCESS: Final[tuple[Accessibility, ...]] = ("unknown", "step_free", "partly", "steps")

Show = Callable[[str, Any], str]


def kind_choices(kinds: Iterable[Kind], language: str) -> list[tuple[str, str]]:
    """Return codes and labels of kinds."""
    return [(kind.code, kind.zh if language == "zh" else kind.en) for kind in kinds]


def status_choices(language: str) -> list[tuple[str, str]]:
    """Return statuses and what they are called."""
    return [(status, word(f"status_{status}", language)) for status in STATUSES]


def access_choices(language: str) -> list[tuple[str, str]]:
    """Return degrees of step-free access and what they are called."""
    return [(access, word(f"access_{access}", language)) for access in ACCESS]


def column_word(column: str, language: str) -> str:
    """Return what a column of points or offerings is called; its own name where it has none."""
    if column.startswith("name_") and column not in {"name_zh", "name_en"}:
        return word("col_name_other", language, code=column.removeprefix("name_"))
    for key in (f"col_{column}", f"off_{column}"):
        try:
            return word(key, language)
        except KeyError:
            continue
    return column


def value_shower(kinds: Iterable[Kind], language: str) -> Show:
    """Return a function that says a column's value in words."""
    labels = dict(kind_choices(kinds, language))

    def show(column: str, value: Any) -> str:
        if value is None or value in ("", [], ()):
            return word("empty_value", language)
        if isinstance(value, bool) or value in {"true", "false"}:
            return word("yes" if value in {True, "true"} else "no", language)
        if column == "kind":
            return labels.get(value, str(value))
        if column == "status" and value in STATUSES:
            return word(f"status_{value}", language)
        if column == "accessibility" and value in ACCESS:
            return word(f"access_{value}", language)
        if column == "sessions" and isinstance(value, list):
            return word("sessions_count", language, count=len(value))
        return str(value)

    return show

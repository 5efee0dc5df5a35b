"""The columns of the table of coverage, and its rows in the order that is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from learnmap.service.planner.asked import Asked
from learnmap.service.staff.visit import StaffRefusal
from learnmap.workflows.planning.questions import AreaFigures, CoverageAnswer


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures.

    Attributes
    ----------
    key : str
        In an address.
    part : str
        Of `learnmap.access.Coverage`.
    minutes : int
        The limit that the figure is of.
    by_minutes : bool
        Whether its heading names the limit.
    """

    key: str
    part: str
    minutes: int
    by_minutes: bool = False

    def value(self, row: AreaFigures) -> float | None:
        """Return the figure of an area; None for the share of nobody."""
        found: float | None = getattr(row.within[self.minutes], self.part)
        return found


def columns_of(answer: CoverageAnswer) -> list[Column]:
    """Return the columns: all residents, covered at each limit, and the rest at the one asked."""
    last = answer.question.minutes
    within = (Column(f"within_{one}", "covered", one, by_minutes=True) for one in answer.minutes)
    return [
        Column("total", "total", last),
        *within,
        Column("uncovered", "uncovered", last, by_minutes=True),
        Column("unplaced", "unplaced", last),
        Column("share", "share", last, by_minutes=True),
    ]


def in_order(answer: CoverageAnswer, asked: Asked) -> CoverageAnswer:
    """Return an answer with its rows sorted; who lives in no area stays last.

    Raises
    ------
    StaffRefusal
        For a column that there is not.
    """
    inside = [row for row in answer.rows if row.code or len(answer.rows) == 1]
    outside = [row for row in answer.rows if row not in inside]
    rows = _sorted(inside, answer, asked)
    return replace(answer, rows=(*rows, *outside))


def _sorted(
    rows: Sequence[AreaFigures], answer: CoverageAnswer, asked: Asked
) -> Iterator[AreaFigures]:
    if asked.sort == "area":
        yield from reversed(rows) if asked.falling else rows
        return
    column = next((one for one in columns_of(answer) if one.key == asked.sort), None)
    if column is None:
        raise StaffRefusal(404, "refused_missing")
    known = [row for row in rows if column.value(row) is not None]
    yield from sorted(known, key=lambda row: column.value(row) or 0.0, reverse=asked.falling)
    yield from (row for row in rows if column.value(row) is None)

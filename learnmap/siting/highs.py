"""HiGHS: linear programs, whole or in part in whole numbers, solved the same way each time.

Source: Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method",
Mathematical Programming Computation 10 (2018). https://highs.dev
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from learnmap.model.errors import LearnmapError

SLACK: Final = 1e-7
"""How much a row is widened that has to be met to the last digit; rows are scaled to about 1. HiGHS
itself misses rows of whole numbers by up to 1e-6. To ask it for more is no remedy: at 1e-9 it has
thrown away choices that kept a row exactly."""
_SETTINGS: Final = (
    # One thread and one seed: the same question gets the same answer, also among equals.
    ("threads", 1),
    ("parallel", "off"),
    ("random_seed", 0),
    # The first relaxation has many equals: an interior point finds it 14 times as fast.
    ("mip_lp_solver", "ipm"),
)
_WITHOUT_WHOLE_NUMBERS: Final = (
    ("primal_feasibility_tolerance", 1e-9),
    ("dual_feasibility_tolerance", 1e-9),
)


class Ending(StrEnum):
    """How a search ended."""

    PROVEN = "proven"
    TIME_LIMIT = "time limit"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``cost @ v + offset`` where ``lower <= rows @ v <= upper`` and ``0 <= v <= most``.

    Attributes
    ----------
    cost, most : (n,) float64
    rows : (r, n) sparse
    lower, upper : (r,) float64
    whole : int
        The first of the columns are whole numbers, this many.
    offset : float
        What a gap is a share of includes it.
    """

    cost: NDArray[np.float64]
    most: NDArray[np.float64]
    rows: sparse.csr_array
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    whole: int = 0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of a program.

    Attributes
    ----------
    ending : Ending
    values : (n,) float64 or None
        The best found; None where nothing was.
    bound : float
        No choice whatever costs less.
    """

    ending: Ending
    values: NDArray[np.float64] | None
    bound: float


class _Silent(highspy.Highs):
    """HiGHS without the banner that it writes to standard output before it takes any option."""

    def __init__(self) -> None:
        highspy.Highs.__init__(self)

    def enableCallbacks(self) -> None:  # noqa: N802 -- HiGHS's name
        """Be silent before the first call that speaks."""
        self.silent()
        highspy.Highs.enableCallbacks(self)


def load(program: Program) -> highspy.Highs:
    """Hand a program to HiGHS, to be run and changed there."""
    solver = _Silent()
    for name, value in (*_SETTINGS, *(() if program.whole else _WITHOUT_WHOLE_NUMBERS)):
        solver.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.rows.shape
    model.col_cost_, model.offset_ = program.cost, program.offset
    model.col_lower_, model.col_upper_ = np.zeros_like(program.most), program.most
    model.row_lower_, model.row_upper_ = program.lower, program.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = program.rows.indptr
    model.a_matrix_.index_ = program.rows.indices
    model.a_matrix_.value_ = program.rows.data
    if program.whole:
        kinds = [highspy.HighsVarType.kInteger] * program.whole
        kinds += [highspy.HighsVarType.kContinuous] * (len(program.cost) - program.whole)
        model.integrality_ = kinds
    if solver.passModel(model) == highspy.HighsStatus.kError:
        raise LearnmapError("HiGHS refused the program; residents or costs are too far apart.")
    return solver


def solve(
    program: Program,
    *,
    gap: float = 0.0,
    time_limit_s: float = np.inf,
    start: NDArray[np.float64] | None = None,
) -> Solved:
    """Solve a program.

    Parameters
    ----------
    program : Program
    gap : float
        Done when the best found is proven within this share of the optimum.
    time_limit_s : float
    start : (whole,) float64, optional
        Whole numbers of a solution known before.

    Raises
    ------
    LearnmapError
        HiGHS gave up for another reason than time.
    """
    solver = load(program)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("time_limit", time_limit_s)
    if start is not None:
        # HiGHS 1.16 takes a known solution through its presolve with another objective, and then
        # calls proven what is not the best.
        solver.setOptionValue("presolve", "off")
        solver.setSolution(len(start), np.arange(len(start), dtype=np.int32), start)
    solver.run()
    status, told = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(Ending.INFEASIBLE, None, np.inf)
    proven = status == highspy.HighsModelStatus.kOptimal
    if not proven and status != highspy.HighsModelStatus.kTimeLimit:
        raise LearnmapError(
            f"HiGHS stopped with {solver.modelStatusToString(status)!r}; residents, capacities or "
            "costs may be too far apart."
        )
    found = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if found else None
    # Without whole numbers what was found is the optimum, or there is no bound.
    if program.whole:
        bound = told.mip_dual_bound
    else:
        bound = told.objective_function_value if proven else -np.inf
    return Solved(Ending.PROVEN if proven else Ending.TIME_LIMIT, values, bound)

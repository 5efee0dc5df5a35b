"""Measure how long it takes to place sites, beside PySAL's spopt with the same solver.

    python -m benchmarks.siting
    python -m benchmarks.siting --side 9000 --sites 30 --no-peer

Places and candidates are drawn at random on a square, walks go through the air at 1 m/s. The larger
the square, the fewer candidates reach a place. Both are given the same walks and have HiGHS solve.
"""

import argparse
import os
import time
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from learnmap.siting import Search, Siting, SitingQuestion, most_covered, walk_table

CUTOFF_S = 900.0


@dataclass(frozen=True, slots=True)
class Square:
    """A made-up city.

    Attributes
    ----------
    residents : (k,) float64
    walk_s : (k, c) float64
        Seconds of every pair, as spopt takes them.
    """

    residents: NDArray[np.float64]
    walk_s: NDArray[np.float64]

    def question(self) -> SitingQuestion:
        """Return it as learnmap takes it: the pairs within the cutoff."""
        place, site = np.nonzero(self.walk_s <= CUTOFF_S)
        places, sites = self.walk_s.shape
        walks = walk_table(
            site, place, self.walk_s[place, site], sites=sites, places=places, cutoff_s=CUTOFF_S
        )
        return SitingQuestion(residents=self.residents, walks=walks)


def square(*, places: int, candidates: int, side_m: float, seed: int) -> Square:
    """Draw a city.

    Parameters
    ----------
    places, candidates : int
    side_m : float
    seed : int
    """
    draw = np.random.default_rng(seed)
    homes = draw.uniform(0, side_m, (places, 1, 2))
    doors = draw.uniform(0, side_m, (candidates, 2))
    return Square(draw.gamma(2, 50, places), np.linalg.norm(homes - doors, axis=2))


def by_spopt(city: Square, sites: int, *, gap: float, time_limit_s: float) -> tuple[float, float]:
    """Return the seconds that spopt takes, and the residents that it covers."""
    import pulp  # noqa: PLC0415 -- only where it is compared
    from spopt.locate import MCLP  # noqa: PLC0415 -- as above

    began = time.perf_counter()
    with warnings.catch_warnings():
        # spopt calls what PuLP will call otherwise one day.
        warnings.simplefilter("ignore", DeprecationWarning)
        model = MCLP.from_cost_matrix(
            city.walk_s, city.residents, CUTOFF_S, p_facilities=sites, name="siting"
        )
        solver = pulp.HiGHS(msg=False, gapRel=gap, threads=1, timeLimit=time_limit_s)
        model = model.solve(solver)
        seconds = time.perf_counter() - began
        chosen = [row for row, built in enumerate(model.fac_vars) if built.value() > 0.5]
    reached = (city.walk_s[:, chosen] <= CUTOFF_S).any(axis=1)
    return seconds, float(city.residents[reached].sum())


def by_learnmap(city: Square, sites: int, *, search: Search) -> tuple[float, Siting]:
    """Return the seconds that learnmap takes, and its answer."""
    began = time.perf_counter()
    found = most_covered(city.question(), sites=sites, search=search)
    return time.perf_counter() - began, found


def main() -> None:
    """Measure, and print a table."""
    given = _arguments()
    search = Search(gap=given.gap, time_limit_s=given.time_limit)
    rows = []
    for side_m in given.side:
        city = square(
            places=given.places, candidates=given.candidates, side_m=side_m, seed=given.seed
        )
        each = float((city.walk_s <= CUTOFF_S).sum(axis=1).mean())
        ours_s, ours = by_learnmap(city, given.sites, search=search)
        head = f"| {side_m / 1000:g} km, {each:.1f} |"
        greedy = ours.greedy.covered / ours.proposed.covered if ours.greedy is not None else np.nan
        row = f"{head} {ours_s:.1f} s | {100 * ours.gap:.3f} % | {100 * ours.proposed.share:.1f} % "
        row += f"| {100 * greedy:.1f} % |"
        if given.peer:
            theirs_s, covered = by_spopt(
                city, given.sites, gap=given.gap, time_limit_s=given.time_limit
            )
            same = covered / ours.proposed.covered
            row += f" {theirs_s:.1f} s | {100 * same:.3f} % | {theirs_s / ours_s:.0f} x |"
        print(row, flush=True)
        rows.append(row)
    print(f"\n{given.sites} sites of {given.candidates:,} candidates for {given.places:,} places")
    print("| square, candidates a place | learnmap | gap | covered | greedy of it |", end="")
    print(" spopt | covered of ours | ratio |" if given.peer else "")
    print("| --- " * (8 if given.peer else 5) + "|")
    print("\n".join(rows))
    print(f"load of the machine at the end: {' '.join(f'{one:.1f}' for one in os.getloadavg())}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.siting", description=__doc__)
    parser.add_argument("--places", type=int, default=5000)
    parser.add_argument("--candidates", type=int, default=2000)
    parser.add_argument("--sites", type=int, default=30)
    parser.add_argument("--side", type=float, nargs="+", default=[15_000.0], help="metres")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--gap", type=float, default=1e-3)
    parser.add_argument("--time-limit", type=float, default=300.0, help="seconds, for each")
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="leave spopt out")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Compare learnmap's catchment engine with others, and write a dated report of it."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.cities import known_cities, prepare
from benchmarks.folders import ROOT
from benchmarks.machine import describe_machine
from benchmarks.measuring import measure_city, measure_growth
from benchmarks.plots import draw_plot
from benchmarks.report import write_report
from benchmarks.running import PEERS, Runner

RESULTS = ROOT / "benchmarks" / "results"


def main() -> None:
    """Measure, and write the report and its plot."""
    given = _arguments()
    cities = known_cities()
    chosen = [cities[name] for name in given.city or cities]
    given.work.mkdir(parents=True, exist_ok=True)
    machine = describe_machine()
    runner = Runner(given.work, given.repeats)
    engines = {"ours", *given.peers}
    results, growth = [], []
    for city in chosen:
        print(f"{city.about}", flush=True)
        folder = prepare(city, given.work, origins=given.origins)
        if city.grows:
            growth.append(measure_growth(city, folder, runner, origins=given.origins))
        else:
            measured = measure_city(
                city, folder, runner, engines=engines, origins=given.origins, judged=given.judged
            )
            results.append(measured)
    given.out.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y-%m-%d}"
    growth.sort(key=lambda one: one.nodes)
    draw_plot(given.out / f"{name}.png", results, growth)
    asked = (
        f"{given.origins:,} origins, {given.repeats} repeats; {given.judged:,} polygons of each "
        "engine judged by 4,000 random places each."
    )
    report = write_report(results, growth, machine, f"{name}.png", asked)
    (given.out / f"{name}.md").write_text(report, encoding="utf-8")
    print(report)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument(
        "--city", action="append", choices=sorted(known_cities()), help="all of them by default"
    )
    parser.add_argument("--origins", type=int, default=1000)
    parser.add_argument("--judged", type=int, default=100, help="polygons compared with the truth")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS)
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / ".tools" / "bench",
        help="keeps prepared cities and Valhalla's environment, about 5 GB; without spaces, "
        "and with its parents open to the user postgres",
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the report goes")
    return parser.parse_args()


if __name__ == "__main__":
    os.umask(0o022)  # the database server is another user
    main()

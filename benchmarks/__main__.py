"""Print what each city costs as Markdown: `./run bench [--osm FILE] [--origins N] [--points N]`."""

import argparse
import os
import platform
import resource
from pathlib import Path

from benchmarks.cities import found_extracts
from benchmarks.stages import measure


def main() -> None:
    """Measure each city and print a table for it."""
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--osm", type=Path, action="append", help="an extract; may be repeated")
    parser.add_argument("--origins", type=int, default=1000, help="searches")
    parser.add_argument("--points", type=int, default=200, help="catchments")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    for path in options.osm or found_extracts():
        print(f"\n**{path.name}**, medians of {options.repeats}\n\n| stage | s | |\n|---|---|---|")
        asked = {"origins": options.origins, "points": options.points, "repeats": options.repeats}
        for stage in measure(path, **asked):
            print(f"| {stage.name} | {stage.seconds:.3f} | {stage.note} |", flush=True)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory {peak_mib:,.0f} MiB")


main()

"""Write the demo city: ``python -m data.demo_city --out data/demo --seed 2026``."""

import argparse
import sys
from pathlib import Path

from data.demo_city.city import draw_city
from data.demo_city.tables import make_tables
from data.demo_city.tiling import tile
from data.demo_city.writing import write_streets
from learnmap.model.errors import LearnmapError


def main(arguments: list[str] | None = None) -> int:
    """Draw the city and write its files; return the exit status.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line; those of the process by default.
    """
    parser = argparse.ArgumentParser(prog="python -m data.demo_city", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder to write into")
    parser.add_argument("--seed", type=int, default=2026, help="decides the whole city")
    parser.add_argument(
        "--scale",
        type=int,
        default=1,
        help="1, 4, 16 or 64 times the area; above 1 only the streets are written",
    )
    given = parser.parse_args(arguments)
    try:
        city = draw_city(given.seed)
        streets = tile(city.map, city.ground, given.scale)
    except LearnmapError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    given.out.mkdir(parents=True, exist_ok=True)
    write_streets(given.out / "streets.osm.pbf", streets)
    if given.scale == 1:
        for name, content in make_tables(city).items():
            (given.out / name).write_bytes(content)
    sys.stdout.write(f"{len(streets.degrees)} nodes and {len(streets.ways)} ways in {given.out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

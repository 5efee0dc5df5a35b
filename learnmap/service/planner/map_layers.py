"""What the planners' map draws: residents in hexagons, points, and the outlines of areas."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import shapely

from learnmap.model.languages import Names
from learnmap.network import SnapStatus
from learnmap.service.planner.asked import Asked
from learnmap.workflows.map_areas import area_features
from learnmap.workflows.planning.held_city import HeldCity
from learnmap.workflows.planning.maps.hexagons import HexagonFigures, hexagons_of
from learnmap.workflows.planning.questions import limits_of

STEP: Final = 1e-5
"""Degrees; about a metre, finer than a hexagon or a dot on a map is seen."""


def map_layers(held: HeldCity, asked: Asked, named: Callable[[Names], str]) -> dict[str, Any]:
    """Return the layers that answer a question, as a script reads them.

    Parameters
    ----------
    held : HeldCity
    asked : Asked
    named : callable
        Returns the name to be shown of several.
    """
    question = asked.question
    shapes = held.hexagons().shapes
    return {
        "cutoffs": [one // 60 for one in held.inputs.settings.cutoffs_s],
        "minutes": question.minutes,
        "longest": held.limit_s // 60,
        "limits": limits_of(held, question.minutes),
        "hexagons": [_hexagon(held, one, shapes[one.row]) for one in hexagons_of(held, question)],
        "points": list(_points(held, asked, named)),
        "areas": list(_areas(held, asked, named)),
    }


def _hexagon(held: HeldCity, figures: HexagonFigures, shape: Any) -> dict[str, Any]:
    first = figures.within[0]
    return {
        "id": held.hexagons().ids[figures.row],
        "ring": in_steps(shapely.get_coordinates(shape)[:-1]),
        "total": round(first.total, 3),
        "covered": [round(one.covered, 3) for one in figures.within],
        "unplaced": round(first.unplaced, 3),
        "median_s": figures.median_s,
    }


def _points(
    held: HeldCity, asked: Asked, named: Callable[[Names], str]
) -> Iterator[dict[str, Any]]:
    walks = held.walks_to(asked.question.profile, asked.question.points)
    joined = held.walked(asked.question.profile).points.status == SnapStatus.SNAPPED
    for row in np.flatnonzero(walks.among).tolist():
        point = held.inputs.open_points[row].point
        yield {
            "id": point.id,
            "at": in_steps(np.array([[point.longitude, point.latitude]])),
            "name": named(point.names),
            "joined": bool(joined[row]),
        }


def _areas(held: HeldCity, asked: Asked, named: Callable[[Names], str]) -> Iterator[dict[str, Any]]:
    areas = held.inputs.areas
    shown = areas[areas["level"] == asked.question.level].reset_index(drop=True)
    names = dict(zip(shown["code"], shown["names"], strict=True))
    for feature in area_features(shown):
        rings = [
            in_steps(shapely.get_coordinates(ring))
            for polygon in shapely.get_parts(feature.geometry)
            for ring in (polygon.exterior, *polygon.interiors)
        ]
        yield {"code": feature.id, "name": named(names[feature.id]), "rings": rings}


def in_steps(places: np.ndarray[Any, Any]) -> list[int]:
    """Return latitude and longitude by turns, in whole `STEP`."""
    found: list[int] = np.rint(places[:, ::-1] / STEP).astype(np.int64).ravel().tolist()
    return found

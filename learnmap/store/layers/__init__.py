"""What map programs may read of a city: every layer that there is, by hand."""

from typing import Final

from learnmap.store.layers.layer import KEY, SHAPE, Field, Layer
from learnmap.store.layers.places import AREAS, LEARNING_POINTS, OFFERINGS
from learnmap.store.layers.published import EDITIONS
from learnmap.store.layers.walks import CATCHMENTS, ROUTE_STOPS, WALKING_ROUTES

__all__ = [
    "AREAS",
    "CATCHMENTS",
    "EDITIONS",
    "KEY",
    "LAYERS",
    "LEARNING_POINTS",
    "OFFERINGS",
    "ROUTE_STOPS",
    "SHAPE",
    "WALKING_ROUTES",
    "Field",
    "Layer",
]

LAYERS: Final[tuple[Layer, ...]] = (
    LEARNING_POINTS,
    CATCHMENTS,
    WALKING_ROUTES,
    ROUTE_STOPS,
    OFFERINGS,
    AREAS,
    EDITIONS,
)
"""In the order in which they are listed; nothing else of the database is a layer."""

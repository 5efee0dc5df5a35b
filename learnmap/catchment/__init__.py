"""From reached streets to walking catchments."""

from learnmap.catchment.computing import (
    AccessPoint,
    Shape,
    area_m2,
    catchment_bands,
    compute_catchments,
    union_of,
)

__all__ = [
    "AccessPoint",
    "Shape",
    "area_m2",
    "catchment_bands",
    "compute_catchments",
    "union_of",
]

"""Minutes from each home, in a town whose walks are worked out on paper."""

import math

import geopandas as gpd
import pytest

from learnmap.library import Network, minutes_to_nearest
from learnmap.model.errors import InvalidInputError


def test_minutes_are_those_worked_out_on_paper(
    river: Network, homes: gpd.GeoDataFrame, corner: gpd.GeoDataFrame
) -> None:
    # 210 m along the western bank; 810 m over the bridge; the others join no street.
    found = minutes_to_nearest(river, homes, corner)
    assert found.index.tolist() == ["west", "east", "field", "island"]
    assert found["west"] == pytest.approx(210 / 1.25 / 60, abs=0.002)
    assert found["east"] == pytest.approx(810 / 1.25 / 60, abs=0.002)
    assert found[["field", "island"]].isna().all()
    older = minutes_to_nearest(river, homes, corner, profile="older_adult", within=15)
    assert older["west"] == pytest.approx(210 / 0.8 / 60, abs=0.002)
    assert math.isinf(older["east"])
    with pytest.raises(InvalidInputError, match="above 0"):
        minutes_to_nearest(river, homes, corner, within=0)

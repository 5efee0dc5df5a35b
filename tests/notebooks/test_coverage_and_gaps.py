"""Coverage and gaps, and what the notebook claims of them."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import learnmap
from tests.notebooks.notebook import ROOT, run_notebook


def test_its_claims_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names = run_notebook("coverage_and_gaps")
    coverage, curve, gaps = names["coverage"], names["curve"], names["gaps"]
    residents, closed = names["residents"], names["closed"]

    # All who live in a district by point-in-polygon of GeoPandas are in its rows.
    older = residents[["residents_60_79", "residents_80_plus"]].sum(axis=1)
    inside = gpd.sjoin(residents[["geometry"]], names["districts"][["geometry"]])
    lives = older[inside.index].groupby(inside["code"]).sum()
    for _, rows in coverage[coverage["profile"] == "older_adult"].groupby("minutes"):
        assert rows.set_index("area")["total"].to_dict() == lives.to_dict()

    # More time covers no fewer.
    assert (curve.diff().iloc[1:] >= 0).all(axis=None)
    for _, rows in coverage.groupby(["profile", "area"]):
        assert rows["minutes"].is_monotonic_increasing
        assert rows["covered"].is_monotonic_increasing

    # Who is covered has a walk of 15 minutes at most, home by home.
    network, opened = names["network"], names["points"][names["is_open"]]
    minutes = learnmap.minutes_to_nearest(network, residents, opened, profile="older_adult")
    assert gaps["covered"].sum() == older[minutes <= 15].sum()
    assert gaps["unplaced"].sum() == older[minutes.isna()].sum()

    # Where only points that are not open are near, opening them leaves fewer out.
    all_open = pd.concat([opened, closed])
    then = learnmap.minutes_to_nearest(network, residents, all_open, profile="older_adult")
    shut = names["left_out"].query("reason == 'only_closed'")
    assert len(shut) > 0
    within = gpd.sjoin(residents[["geometry"]], shut[["part", "geometry"]])
    helped = older[within.index] * ((minutes > 15) & (then <= 15))[within.index]
    assert (helped.groupby(within["part"]).sum() > 0).all()
    assert len(helped.groupby(within["part"])) == len(shut)


def test_each_file_gives_back_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "notebooks")
    names = run_notebook("coverage_and_gaps")
    left_out = names["left_out"]
    for frame in names["read_back"].values():
        assert frame["part"].tolist() == left_out["part"].tolist()
        assert pd.to_numeric(frame["uncovered"]).tolist() == left_out["uncovered"].tolist()
        assert frame["fictional"].astype(str).str.lower().unique().tolist() == ["true"]
        median = pd.to_numeric(frame["median_minutes"]).fillna(np.inf)
        np.testing.assert_allclose(median, left_out["median_minutes"], rtol=1e-12)
    for kind in ("GeoPackage", "GeoParquet"):
        frame = names["read_back"][kind]
        assert frame.crs == left_out.crs
        assert frame.geometry.geom_equals(left_out.geometry, align=False).all()

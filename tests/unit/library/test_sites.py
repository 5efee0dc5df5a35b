"""Where to build, in a town whose walks are worked out on paper.

In metres from door to door: the western home walks 210 to the southern candidate and to the
northern one, and 710 to the one across the river. The eastern home walks 810, 410 and 110. In five
minutes an adult walks 375, in fifteen 1,125.
"""

import json
from itertools import combinations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from learnmap.library import LeftOutWarning, Network, coverage, propose_sites
from learnmap.model.errors import InvalidInputError, TableError
from tests.unit.library.conftest import districts, table

NOTHING = gpd.GeoDataFrame(geometry=[], crs=4326)


@pytest.fixture
def people(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """20.5 in the west, 40.25 in the east, 22 on no street; 82.75 in all."""
    return homes.assign(residents=homes["residents_0_59"] + homes["residents_60_up"])


@pytest.fixture
def candidates() -> gpd.GeoDataFrame:
    places = {"south": (0.0, 0.0), "north": (0.0, 400.0), "across": (100.0, 0.0)}
    return table(places, price=[1, 2, 5], room=[np.inf, np.inf, 30])


def test_most_covered_tells_each_site_in_order(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    found = propose_sites(river, people, NOTHING, candidates, sites=3, minutes=5)
    # The northern one would add nobody, so that two are proposed.
    assert found["candidate"].tolist() == ["across", "south"]
    assert found["gain"].tolist() == [40.25, 20.5]
    assert found["covered"].tolist() == [40.25, 60.75]
    assert found["share"].tolist() == pytest.approx([40.25 / 82.75, 60.75 / 82.75])
    # 88 s and 168 s; who has no point in five minutes counts with five.
    seconds = 40.25 * 88 + 20.5 * np.array([300, 168]) + 22 * 300
    assert found["mean_minutes"].tolist() == pytest.approx(seconds / 82.75 / 60, abs=0.002)
    assert found["cost"].tolist() == [1, 1]
    assert found.geometry.tolist() == candidates.loc[found["candidate"]].geometry.tolist()
    facts = found.attrs
    assert (facts["value"], facts["greedy"], facts["covered_before"]) == (60.75, 60.75, 0)
    assert facts["bound"] == pytest.approx(60.75)
    assert facts["proven"]
    assert facts["gap"] < 1e-4
    assert facts["seconds"] > 0
    assert sorted(facts["greedy_candidates"]) == ["across", "south"]
    assert (facts["profile"], facts["minutes"], facts["sites"]) == ("adult", 5, 3)
    json.dumps(facts)  # As files keep them.


@pytest.mark.parametrize("sites", [1, 2])
@pytest.mark.parametrize("minutes", [2, 5, 10, 15])
def test_no_other_choice_covers_more(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame, sites: int, minutes: int
) -> None:
    found = propose_sites(river, people, NOTHING, candidates, sites=sites, minutes=minutes)
    best = max(
        coverage(river, people, candidates.loc[list(chosen)], minutes=[minutes])["covered"].iloc[0]
        for chosen in combinations(candidates.index, sites)
    )
    assert found.attrs["value"] == best


def test_what_stands_stays_and_counts(
    river: Network,
    people: gpd.GeoDataFrame,
    corner: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
) -> None:
    found = propose_sites(
        river, people, corner, candidates, sites=1, minutes=5, count="residents_60_up"
    )
    assert found["candidate"].tolist() == ["across"]
    assert found["covered"].tolist() == [30.75]
    assert found.attrs["covered_before"] == 10.5
    older = propose_sites(river, people, corner, candidates, sites=1, minutes=5, age_from=60)
    assert older["gain"].tolist() == [20.25]
    all_there = propose_sites(river, people, candidates, candidates, sites=1, minutes=5)
    assert all_there.empty
    assert all_there.columns.tolist() == found.columns.tolist()
    assert all_there.crs == found.crs
    assert all_there.attrs["value"] == all_there.attrs["covered_before"] == 60.75


@pytest.mark.parametrize(
    ("budget", "chosen"), [(1, ["south"]), (5, ["across"]), (6, ["across", "south"])]
)
def test_a_budget_buys_what_covers_most(
    river: Network,
    people: gpd.GeoDataFrame,
    candidates: gpd.GeoDataFrame,
    budget: float,
    chosen: list[str],
) -> None:
    found = propose_sites(
        river, people, NOTHING, candidates, budget=budget, cost="price", minutes=5
    )
    assert found["candidate"].tolist() == chosen
    assert found["cost"].sum() <= budget


def test_fewest_sites_for_a_share(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    def few(share: float, cost: str | None = None) -> gpd.GeoDataFrame:
        return propose_sites(
            river,
            people,
            NOTHING,
            candidates,
            model="fewest_sites",
            target_share=share,
            cost=cost,
            minutes=5,
        )

    assert few(40 / 82.75)["candidate"].tolist() == ["across"]
    assert few(41 / 82.75)["candidate"].tolist() == ["across", "south"]
    assert few(41 / 82.75).attrs["value"] == 2
    cheap = few(20 / 82.75, "price")
    assert cheap["candidate"].tolist() == ["south"]
    assert cheap.attrs["value"] == 1
    # 60.75 of 82.75 is 0.7341...
    with pytest.raises(InvalidInputError, match=r"together with the existing points reach 0\.7341"):
        few(0.74)


def test_shortest_walks_on_average(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    found = propose_sites(
        river, people, NOTHING, candidates, model="shortest_walks", sites=1, minutes=15
    )
    # Residents times metres: 36,908 in the south, 20,808 in the north, 18,982 across.
    assert found["candidate"].tolist() == ["across"]
    mean_s = (20.5 * 710 / 1.25 + 40.25 * 110 / 1.25 + 22 * 900) / 82.75
    assert found["mean_minutes"].iloc[0] == pytest.approx(mean_s / 60, abs=0.002)
    assert found.attrs["value"] == found["mean_minutes"].iloc[0]
    assert found.attrs["bound"] == pytest.approx(found.attrs["value"], rel=1e-4)
    assert found["gain"].tolist() == [60.75]


def test_a_full_site_takes_no_more(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    found = propose_sites(river, people, NOTHING, candidates, sites=2, capacity="room", minutes=5)
    assert found["candidate"].tolist() == ["across", "south"]
    assert found["gain"].tolist() == pytest.approx([30, 20.5])
    assert found["mean_minutes"].isna().all()


def test_a_floor_sends_a_site_to_who_would_be_left_out(
    river: Network, corner: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    # In three minutes, 225 m, the corner covers the western home alone, 20.5 of 70.5 there.
    people = table(
        {"west": (-10, 200), "block": (-200, -100), "east": (110, 100)},
        residents=[20.5, 50, 40.25],
    )
    offered = table({"block": (-200, -200), "across": (100, 0)})
    free = propose_sites(river, people, corner, offered, sites=1, minutes=3)
    assert free["candidate"].tolist() == ["block"]
    fair = propose_sites(
        river, people, corner, offered, sites=1, minutes=3, by=districts(), floor=0.29
    )
    assert fair["candidate"].tolist() == ["across"]
    with pytest.raises(InvalidInputError, match=r"floor cannot be kept.* W \(.*29\.0 %\)"):
        propose_sites(river, people, corner, offered, sites=1, minutes=3, by=districts(), floor=0.3)
    with pytest.raises(InvalidInputError, match="give the areas that it is for in by"):
        propose_sites(river, people, corner, candidates, sites=1, floor=0.3)


def test_candidates_on_no_street_are_named(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    lost = table({"field": (500, -200), "island": (1025, 0)}, price=[0, 0], room=[9, 9])
    offered = gpd.GeoDataFrame(
        np.concatenate([lost, candidates]),
        columns=candidates.columns,
        index=[*lost.index, *candidates.index],
        geometry="geometry",
        crs=4326,
    )
    with pytest.warns(LeftOutWarning, match="2 candidates join no street.*: field, island"):
        found = propose_sites(
            river, people, NOTHING, offered, budget=5, cost="price", capacity="room", minutes=5
        )
    # Rows after those that are left out keep their names, costs and capacities.
    assert found["candidate"].tolist() == ["across"]
    assert found["cost"].tolist() == [5]
    assert found["gain"].tolist() == pytest.approx([30])
    assert found.attrs["candidates"] == 3
    with (
        pytest.warns(LeftOutWarning, match="field, island"),
        pytest.raises(InvalidInputError, match="There is no candidate"),
    ):
        propose_sites(river, people, NOTHING, lost, sites=1)


def test_street_corners_are_candidates_by_default(river: Network, people: gpd.GeoDataFrame) -> None:
    # Three streets meet at the southern end of the western bank, and nowhere else.
    found = propose_sites(river, people, NOTHING, sites=1, minutes=5)
    assert found["covered"].tolist() == [20.5]


def test_what_cannot_be_asked(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    def ask(message: str, offered: gpd.GeoDataFrame = candidates, **options: object) -> None:
        with pytest.raises(InvalidInputError, match=message):
            propose_sites(river, people, NOTHING, offered, **options)  # type: ignore[arg-type]

    ask("most_covered, fewest_sites, shortest_walks", model="best", sites=1)
    ask("how many sites may be built, or name a budget")
    ask("4 new sites were asked for, and there are 3 candidates", sites=4)
    ask("0 new sites", sites=0)
    ask("budget 0.5 builds nothing: candidate south is the cheapest", budget=0.5, cost="price")
    ask("budget nan builds nothing", budget=float("nan"))
    ask("give target_share", model="fewest_sites")
    ask("not sites or budget", model="fewest_sites", target_share=0.5, sites=1)
    ask("target_share belongs to fewest_sites", target_share=0.5, sites=1)
    ask("There is no candidate", candidates.iloc[:0], sites=1)
    ask("walking times above 0", sites=1, minutes=0)
    with pytest.warns(LeftOutWarning, match="2 of the residents' places .* under no floor"):
        ask("The floor is 2", sites=1, floor=2, by=districts())
    ask("The time limit is 0", sites=1, time_limit_s=0)


def test_a_bad_table_of_candidates_is_refused_by_row(
    river: Network, people: gpd.GeoDataFrame, candidates: gpd.GeoDataFrame
) -> None:
    def ask(message: str, offered: gpd.GeoDataFrame, **columns: str) -> None:
        with pytest.raises(TableError, match=message):
            propose_sites(river, people, NOTHING, offered, sites=1, cost=columns.get("cost"))

    ask("candidates: no column 'rent'; there are price, room", candidates, cost="rent")
    ask(
        "candidates: price is nan in row south",
        candidates.assign(price=[np.nan, 1, 1]),
        cost="price",
    )
    ask(
        "candidates: price is inf in row north",
        candidates.assign(price=[1, np.inf, 1]),
        cost="price",
    )
    ask("candidates: the index has a twice", candidates.set_axis(["a", "a", "b"]))
    ask("candidates: the table has no CRS", gpd.GeoDataFrame(geometry=[shapely.Point(121.4, 31.2)]))

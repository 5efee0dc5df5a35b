"""Where streets meet and somebody cannot pass, and where streets end."""

from pathlib import Path

import pytest

from learnmap.network.cuts import Cut, CutKind, StreetEnds, cuts_near, street_ends
from learnmap.network.surroundings import surroundings
from tests.unit.network.drawing import Drawing


def row(*middle: str, tags: str = "highway=footway") -> Drawing:
    """Draw a street through the corner, 100 m to either side, with a node of such tags in it."""
    drawing = Drawing(lat=0.0)
    nodes = [drawing.node(1, -100, 0), drawing.node(2, 0, 0, *middle), drawing.node(3, 100, 0)]
    drawing.way(nodes, tags)
    return drawing


def found(
    drawing: Drawing, folder: Path, profile: str = "adult", radius_m: float = 500
) -> tuple[list[Cut], StreetEnds]:
    town = drawing.town(folder)
    around = surroundings(town.graph, (drawing.lon, drawing.lat), radius_m)
    cuts = cuts_near(around, town.costs(profile))
    return cuts, street_ends(around, town.costs(profile), cuts)


def test_a_closed_gate_cuts_everybodys_street(tmp_path: Path) -> None:
    (cut,), ends = found(row("barrier=gate access=no"), tmp_path)
    assert cut.kind == CutKind.CLOSED_BARRIER
    assert len(cut.nodes) == 2
    assert cut.ways == (1000,)
    assert cut.metres == pytest.approx((0, 0), abs=0.01)
    # The gate's own sides are no ends of the street.
    assert sorted(ends.metres[:, 0].round()) == [-100, 100]


def test_an_open_gate_cuts_nothing(tmp_path: Path) -> None:
    cuts, ends = found(row("barrier=gate"), tmp_path)
    assert cuts == []
    assert len(ends.node) == 2


@pytest.mark.parametrize(("profile", "cut"), [("adult", False), ("step_free", True)])
def test_a_stile_cuts_the_step_free_street(tmp_path: Path, profile: str, *, cut: bool) -> None:
    cuts, _ = found(row("barrier=stile"), tmp_path, profile)
    assert [one.kind for one in cuts] == [CutKind.STEP_BARRIER] * cut


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ("highway=steps", CutKind.STEPS),
        ("highway=footway wheelchair=no", CutKind.NOT_STEP_FREE),
    ],
)
def test_a_way_that_wheels_cannot_use(tmp_path: Path, tags: str, kind: CutKind) -> None:
    drawing = row()
    drawing.way([2, drawing.node(4, 0, 80)], tags)
    (cut,), ends = found(drawing, tmp_path, "step_free")
    assert cut.kind == kind
    assert cut.ways == (1001,)
    assert cut.metres == pytest.approx((0, 40), abs=0.01)
    assert len(ends.node) == 2
    assert found(drawing, tmp_path, "adult")[0] == []


def test_streets_drawn_to_one_place_without_a_joint(tmp_path: Path) -> None:
    drawing = row()
    twin = drawing.node(5, 0, 0)
    drawing.way([drawing.node(6, 0, -90), twin, drawing.node(7, 0, 90)])
    # The streets must have nodes there: something begins at either.
    drawing.way([2, drawing.node(8, 50, 50)])
    drawing.way([twin, drawing.node(9, -50, -50)])
    (cut,), _ = found(drawing, tmp_path)
    assert cut.kind == CutKind.UNJOINED
    assert len(cut.nodes) == 2


def test_what_lies_outside_the_radius_is_left_out(tmp_path: Path) -> None:
    cuts, ends = found(row("barrier=gate access=no"), tmp_path, radius_m=50)
    assert len(cuts) == 1
    assert len(ends.node) == 0


def test_an_end_knows_the_excluded_way_that_goes_on_there(tmp_path: Path) -> None:
    drawing = row()
    private = drawing.way([3, drawing.node(4, 300, 0)], "highway=service access=private")
    town = drawing.town(tmp_path)
    around = surroundings(town.graph, (drawing.lon, drawing.lat), 500)
    ends = street_ends(around, town.costs(), [])
    by_east = dict(zip(ends.metres[:, 0].round().tolist(), ends.excluded.tolist(), strict=True))
    assert by_east[-100] == -1
    assert town.graph.excluded.way[by_east[100]] == private

"""Graphs on disk: equal when read back, named by their content, and never trusted when changed."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from learnmap.model.errors import IntegrityError, NotReadyError
from learnmap.network import WalkGraph, load_graph, save_graph
from tests.reference.extracts import graph_of, helsinki_file
from tests.unit.network.drawing import Drawing

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
from learnmap.network import build_graph, read_streets
print(build_graph(read_streets(Path(sys.argv[1]))[0]).content_hash())
"""


def small(folder: Path) -> WalkGraph:
    drawing = Drawing()
    drawing.node(1, 0, 0)
    drawing.node(2, 100, 0)
    drawing.way([1, 2], "highway=footway name=路")
    return drawing.town(folder).graph


def test_a_saved_graph_is_equal_and_memory_mapped(tmp_path: Path) -> None:
    graph = graph_of("helsinki")

    folder = save_graph(graph, tmp_path / "networks", facts={"extract": "Helsinki"})
    again = load_graph(folder, verify=True)

    for (name, one), (_, two) in zip(graph.arrays(), again.arrays(), strict=True):
        # A memory map or a view of one: read-only, and shared between processes.
        assert isinstance(two, np.memmap) or isinstance(two.base, np.memmap), name
        assert not two.flags.writeable
        assert one.dtype == two.dtype
        np.testing.assert_array_equal(one, two)
    assert folder.name == graph.content_hash() == again.content_hash()
    assert (again.box, again.length_km) == (graph.box, graph.length_km)
    assert again.names() == graph.names()
    assert (folder / "facts.json").read_text() == '{\n "extract": "Helsinki"\n}'


def test_saving_twice_changes_nothing(tmp_path: Path) -> None:
    graph = small(tmp_path)
    folder = save_graph(graph, tmp_path / "networks", facts={"run": 1})
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}

    assert save_graph(graph, tmp_path / "networks", facts={"run": 2}) == folder

    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before
    assert [item.name for item in (tmp_path / "networks").iterdir()] == [folder.name]


def test_one_flipped_byte_in_any_array_is_found(tmp_path: Path) -> None:
    graph = small(tmp_path)
    folder = save_graph(graph, tmp_path / "networks", facts={})
    for name in [name for name, array in graph.arrays() if array.size]:
        file = folder / f"{name}.npy"
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))

        with pytest.raises(IntegrityError, match="delete the folder and build it again") as caught:
            load_graph(folder, verify=True)
        assert folder.name in str(caught.value), name
        file.write_bytes(content)
    load_graph(folder, verify=True)


@pytest.mark.parametrize("keep", [0, 5, 60, 130])
def test_a_cut_array_is_not_opened(tmp_path: Path, keep: int) -> None:
    folder = save_graph(small(tmp_path), tmp_path / "networks", facts={})
    file = folder / "node_x.npy"
    file.write_bytes(file.read_bytes()[:keep])

    with pytest.raises(NotReadyError, match="learnmap network build") as caught:
        load_graph(folder)
    assert folder.name in str(caught.value)


def test_a_lost_array_or_folder_is_not_opened(tmp_path: Path) -> None:
    folder = save_graph(small(tmp_path), tmp_path / "networks", facts={})
    (folder / "arc_edge.npy").unlink()

    for missing in (folder, tmp_path / "networks" / "0000"):
        with pytest.raises(NotReadyError, match="missing or cut short"):
            load_graph(missing)


def test_pickles_are_not_opened(tmp_path: Path) -> None:
    folder = save_graph(small(tmp_path), tmp_path / "networks", facts={})
    np.save(folder / "node_x.npy", np.array([{"a": 1}], dtype=object), allow_pickle=True)

    with pytest.raises(NotReadyError):
        load_graph(folder)


def test_the_hash_is_the_same_in_a_process_with_another_hash_seed() -> None:
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(helsinki_file())],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == graph_of("helsinki").content_hash()


def test_any_change_of_content_changes_the_hash(tmp_path: Path) -> None:
    hashes = set()
    for number, tags in enumerate(
        ("highway=footway", "highway=steps", "highway=footway name=A", "highway=footway foot=yes")
    ):
        drawing = Drawing()
        drawing.node(1, 0, 0)
        drawing.node(2, 100 + (number == 3), 0)
        drawing.way([1, 2], tags)
        hashes.add(drawing.town(tmp_path).graph.content_hash())

    assert len(hashes) == 4

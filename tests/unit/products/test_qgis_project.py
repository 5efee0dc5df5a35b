"""The project as QGIS itself opens it, where QGIS is installed; its XML always."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

from learnmap.products.qgis_project import MapClass, MapLayer, qgis_project

TITLE: Final = '覆盖 <& "Coverage">'
LAYERS: Final = (
    MapLayer("points", "学习点 / Points", "Point", [MapClass("all", "", "#112233", size_mm=5)]),
    MapLayer(
        "cells",
        "minutes",
        "Polygon",
        [
            MapClass("近 near", '"minutes" <= 5', "#00ff00", outline=""),
            MapClass("far", '"minutes" > 5', "#ff0000", outline=""),
        ],
    ),
    MapLayer("lines", "hidden", "Line", [MapClass("street", "", "#0000ff")], shown=False),
)
SYSTEM_PYTHON: Final = "/usr/bin/python3"
OPEN: Final = """
import json, os, sys
from qgis.core import (QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject,
                       QgsRectangle)
from qgis.PyQt.QtCore import QSize
QgsApplication.setPrefixPath("/usr", True)
application = QgsApplication([], False)
application.initQgis()
project = QgsProject.instance()
assert project.read(sys.argv[1])
layers = project.mapLayers()
tree = project.layerTreeRoot()
settings = QgsMapSettings()
settings.setLayers([one.layer() for one in tree.findLayers() if one.isVisible()])
settings.setExtent(QgsRectangle(0, 0, 2, 1))
settings.setOutputSize(QSize(200, 100))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
image = job.renderedImage()
def colour(x, y):
    return image.pixelColor(x, y).name()
print(json.dumps({
    "title": project.title(),
    "abstract": project.metadata().abstract(),
    "valid": {layer.name(): layer.isValid() for layer in layers.values()},
    "features": {layer.name(): layer.featureCount() for layer in layers.values()},
    "crs": project.crs().authid(),
    "pixels": [colour(50, 75), colour(150, 75), colour(100, 50)],
}), flush=True)
os._exit(0)
"""


def written(folder: Path) -> Path:
    """Write two squares side by side, 3 and 9 minutes, a point between them and a line."""
    package = folder / "plan.gpkg"
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([1], [0.5]), crs=4326)
    points.to_file(package, layer="points")
    squares = gpd.GeoSeries.from_wkt(
        ["POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))", "POLYGON ((1 0, 2 0, 2 1, 1 1, 1 0))"], crs=4326
    )
    gpd.GeoDataFrame({"minutes": [3.0, 9.0]}, geometry=squares).to_file(package, layer="cells")
    line = gpd.GeoSeries.from_wkt(["LINESTRING (0 0, 2 1)"], crs=4326)
    gpd.GeoDataFrame(geometry=line).to_file(package, layer="lines")
    project = folder / "plan.qgs"
    project.write_bytes(
        qgis_project(TITLE, package.name, LAYERS, box=(0, 0, 2, 1), notes="made from 街道 & homes")
    )
    return project


def test_the_project_names_its_package_by_a_relative_path(tmp_path: Path) -> None:
    root = ET.fromstring(written(tmp_path).read_bytes())  # noqa: S314 - our own file
    sources = [one.text for one in root.iter("datasource")]
    assert sources == [f"./plan.gpkg|layername={layer.table}" for layer in LAYERS]
    assert root.findtext("title") == TITLE
    assert str(tmp_path) not in ET.tostring(root, encoding="unicode")
    filters = [rule.get("filter") for rule in root.iter("rule")]
    assert filters == ["ELSE", '"minutes" <= 5', '"minutes" > 5', "ELSE"]


def _has_qgis() -> bool:
    if shutil.which(SYSTEM_PYTHON) is None:
        return False
    asked = [SYSTEM_PYTHON, "-c", "import qgis.core"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _has_qgis(), reason="QGIS is not installed (Debian: python3-qgis)")
def test_qgis_draws_each_class_in_its_colour(tmp_path: Path) -> None:
    project = written(tmp_path)
    script = tmp_path / "open.py"
    script.write_text(OPEN, "utf-8")
    done = subprocess.run(
        [SYSTEM_PYTHON, str(script), str(project)],
        capture_output=True,
        text=True,
        check=True,
        env={"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["title"] == TITLE
    assert found["abstract"] == "made from 街道 & homes"
    assert found["crs"] == "EPSG:4326"
    assert found["valid"] == {layer.title: True for layer in LAYERS}
    assert found["features"] == {"学习点 / Points": 1, "minutes": 2, "hidden": 1}
    assert found["pixels"] == ["#00ff00", "#ff0000", "#112233"]

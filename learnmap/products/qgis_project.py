"""A QGIS project: layers of a GeoPackage beside it, drawn in classes with a legend.

The file is the XML that QGIS 3 writes itself (``.qgs``); it names the GeoPackage by a relative
path, so that both can be sent and moved together. Every layer is drawn by rules, which are as well
categories, steps of a number, or one class alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.etree import ElementTree as ET

import pyproj

from learnmap.model.crs import STORED_CRS, Box

Shape = Literal["Point", "Line", "Polygon"]
_SYMBOL: Final[dict[Shape, tuple[str, str]]] = {
    "Point": ("marker", "SimpleMarker"),
    "Line": ("line", "SimpleLine"),
    "Polygon": ("fill", "SimpleFill"),
}
_VERSION: Final = "3.22.0"
"""The oldest QGIS that the file was opened with."""


@dataclass(frozen=True, slots=True)
class MapClass:
    """What is drawn alike, and how the legend calls it.

    Attributes
    ----------
    label : str
    where : str
        QGIS expression over the layer's columns; empty for all that no other class takes.
    colour : str
        ``#rrggbb``.
    opacity : float
        From 0 to 1.
    size_mm : float
        Of markers and lines.
    outline : str
        ``#rrggbb``; empty for none.
    """

    label: str
    where: str
    colour: str
    opacity: float = 1.0
    size_mm: float = 2.4
    outline: str = "#ffffff"


@dataclass(frozen=True, slots=True)
class MapLayer:
    """A table of the GeoPackage as a layer of the map.

    Attributes
    ----------
    table : str
    title : str
    shape : str
        ``Point``, ``Line`` or ``Polygon``.
    classes : sequence of MapClass
    shown : bool
        Whether it is switched on at first.
    """

    table: str
    title: str
    shape: Shape
    classes: Sequence[MapClass]
    shown: bool = True


def qgis_project(
    title: str, package: str, layers: Sequence[MapLayer], *, box: Box, notes: str
) -> bytes:
    """Write a QGIS project.

    Parameters
    ----------
    title : str
    package : str
        File name of the GeoPackage, which has to lie beside the project.
    layers : sequence of MapLayer
        From the uppermost down.
    box : tuple of float
        (west, south, east, north) in degrees, EPSG:4326, that is shown at first.
    notes : str
        What all was made from; stands in the project's properties.

    Returns
    -------
    bytes
        XML in UTF-8; the same for the same layers.
    """
    root = ET.Element("qgis", projectname=title, version=_VERSION)
    ET.SubElement(root, "title").text = title
    _reference(ET.SubElement(root, "projectCrs"))
    tree = ET.SubElement(root, "layer-tree-group")
    canvas = ET.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1")
    ET.SubElement(canvas, "units").text = "degrees"
    extent = ET.SubElement(canvas, "extent")
    for name, degrees in zip(("xmin", "ymin", "xmax", "ymax"), box, strict=True):
        ET.SubElement(extent, name).text = repr(float(degrees))
    _reference(ET.SubElement(canvas, "destinationsrs"))
    order = ET.SubElement(root, "layerorder")
    listed = ET.SubElement(root, "projectlayers")
    for layer in layers:
        source = f"./{package}|layername={layer.table}"
        ET.SubElement(
            tree,
            "layer-tree-layer",
            id=_id(layer),
            name=layer.title,
            source=source,
            providerKey="ogr",
            checked="Qt::Checked" if layer.shown else "Qt::Unchecked",
            expanded="1" if layer.shown else "0",
        )
        ET.SubElement(order, "layer", id=_id(layer))
        listed.append(_layer(layer, source))
    metadata = ET.SubElement(root, "projectMetadata")
    for name, text in (("type", "project"), ("title", title), ("abstract", notes)):
        ET.SubElement(metadata, name).text = text
    properties = ET.SubElement(root, "properties")
    paths = ET.SubElement(properties, "Paths")
    ET.SubElement(paths, "Absolute", type="bool").text = "false"
    system = ET.SubElement(properties, "SpatialRefSys")
    ET.SubElement(system, "ProjectionsEnabled", type="int").text = "1"
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    heading = b"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return heading + body + b"\n"


def _id(layer: MapLayer) -> str:
    """Return the layer's id; QGIS takes none of fewer than eleven letters."""
    return f"learnmap_layer_{layer.table}"


def _reference(parent: ET.Element) -> None:
    system = ET.SubElement(parent, "spatialrefsys", nativeFormat="Wkt")
    ET.SubElement(system, "wkt").text = pyproj.CRS(STORED_CRS).to_wkt("WKT2_2019")
    for name, text in (("srid", "4326"), ("authid", "EPSG:4326")):
        ET.SubElement(system, name).text = text


def _layer(layer: MapLayer, source: str) -> ET.Element:
    found = ET.Element("maplayer", type="vector", geometry=layer.shape, styleCategories="Symbology")
    for name, text in (("id", _id(layer)), ("datasource", source), ("layername", layer.title)):
        ET.SubElement(found, name).text = text
    _reference(ET.SubElement(found, "srs"))
    ET.SubElement(found, "provider", encoding="UTF-8").text = "ogr"
    drawn = ET.SubElement(found, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules = ET.SubElement(drawn, "rules", key="all")
    symbols = ET.SubElement(drawn, "symbols")
    for number, one in enumerate(layer.classes):
        rule = {"key": f"{layer.table}-{number}", "symbol": str(number), "label": one.label}
        ET.SubElement(rules, "rule", rule | {"filter": one.where or "ELSE"})
        symbols.append(_symbol(layer.shape, number, one))
    return found


def _symbol(shape: Shape, number: int, one: MapClass) -> ET.Element:
    kind, drawing = _SYMBOL[shape]
    symbol = ET.Element(
        "symbol", type=kind, name=str(number), alpha=repr(one.opacity), force_rhr="0"
    )
    part = ET.SubElement(symbol, "layer", {"class": drawing, "enabled": "1", "pass": "0"})
    options = ET.SubElement(part, "Option", type="Map")
    for name, value in _drawn(shape, one).items():
        ET.SubElement(options, "Option", name=name, value=value, type="QString")
    return symbol


def _drawn(shape: Shape, one: MapClass) -> dict[str, str]:
    """Return the properties of QGIS's own names that draw a class."""
    colour, size = _rgba(one.colour), f"{one.size_mm:g}"
    if shape == "Line":
        return {"line_color": colour, "line_width": size, "line_width_unit": "MM"}
    rim = {
        "outline_color": _rgba(one.outline or one.colour),
        "outline_style": "solid" if one.outline else "no",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
    }
    if shape == "Point":
        return {"color": colour, "name": "circle", "size": size, "size_unit": "MM"} | rim
    return {"color": colour, "style": "solid"} | rim


def _rgba(colour: str) -> str:
    red, green, blue = (int(colour[k : k + 2], 16) for k in (1, 3, 5))
    return f"{red},{green},{blue},255"

"""A walking route as GPX 1.1, for a phone that leads along it."""

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

import shapely
from shapely.geometry.base import BaseGeometry

_NAMESPACE: Final = "http://www.topografix.com/GPX/1/1"
MEDIA_TYPE: Final = "application/gpx+xml"

Stop = tuple[str, str, float, float]
"""Name, address, longitude, latitude."""


def route_gpx(name: str, stops: Sequence[Stop], line: BaseGeometry | None) -> bytes:
    """Write stops as waypoints and the way as a track.

    Parameters
    ----------
    name : str
    stops : sequence of tuple
        In the order of the walk; WGS 84.
    line : LineString, MultiLineString or None
        EPSG:4326; each part is a segment of the track.

    Returns
    -------
    bytes
        UTF-8.
    """
    root = ET.Element("gpx", {"version": "1.1", "creator": "learnmap", "xmlns": _NAMESPACE})
    ET.SubElement(ET.SubElement(root, "metadata"), "name").text = name
    for number, (stop, address, longitude, latitude) in enumerate(stops, start=1):
        point = ET.SubElement(root, "wpt", _place(longitude, latitude))
        ET.SubElement(point, "name").text = f"{number}. {stop}"
        if address:
            ET.SubElement(point, "desc").text = address
    if line is not None:
        track = ET.SubElement(root, "trk")
        ET.SubElement(track, "name").text = name
        for part in shapely.get_parts(line):
            segment = ET.SubElement(track, "trkseg")
            for longitude, latitude, *_ in part.coords:
                ET.SubElement(segment, "trkpt", _place(longitude, latitude))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _place(longitude: float, latitude: float) -> dict[str, str]:
    return {"lat": f"{latitude:.6f}", "lon": f"{longitude:.6f}"}

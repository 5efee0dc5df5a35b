"""OGC API Features and Tiles: the city's layers for QGIS, ArcGIS, GDAL and others.

tipg answers for features and tiles. What is ours is what it may show, what it may be asked, and
how it is told: which layers there are stands in `learnmap.store.layers`, and a filter is looked
through before its SQL is made.
"""

from learnmap.service.ogc.api import PATH, create_layer_api

__all__ = ["PATH", "create_layer_api"]

"use strict";
learnmap.clusterIcon = (cluster) => learnmap.markerIcons.cluster(cluster);

// Keeps the cluster layer showing the visible points, and labels in the page's language.
learnmap.pointMarkers = (() => {
  let map = null, layer = null, alone = null;

  const show = () => {
    const wanted = learnmap.points.all.filter((point) => point.visible && point !== alone)
      .map((point) => point.marker);
    layer.clearLayers();
    layer.addLayers(wanted);
  };
  const relabel = () => {
    for (const point of learnmap.points.all) {
      const icon = point.marker._icon;
      if (!icon) continue;
      const label = learnmap.markerIcons.labelOf(point);
      icon.setAttribute("aria-label", label);
      icon.title = label;
    }
    layer.refreshClusters();
  };
  // The chosen point stands by itself, so that it shows at every zoom.
  const single = (point) => {
    if (alone) {
      map.removeLayer(alone.marker);
      if (alone.visible) layer.addLayer(alone.marker);
    }
    alone = point;
    if (!point) return;
    layer.removeLayer(point.marker);
    map.addLayer(point.marker);
  };
  const markerOf = (point) => {
    const icon = learnmap.markerIcons.point(point);
    const marker = L.marker(point.place, { icon, riseOnHover: true, keyboard: true });
    marker.point = point;
    return marker;
  };
  const start = (chart, points) => {
    map = chart;
    layer = points;
    for (const point of learnmap.points.all) point.marker = markerOf(point);
    layer.addLayers(learnmap.points.all.map((point) => point.marker));
    learnmap.language.onChange(relabel);
  };
  return { start, show, single };
})();

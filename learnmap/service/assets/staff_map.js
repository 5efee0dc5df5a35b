"use strict";
// A map on a page for staff: the city's base map, on which a page draws its own.
learnmap.staffMap = (element) => {
  const { basemap, box, attribution, zoomIn, zoomOut } = element.dataset;
  const [west, south, east, north] = JSON.parse(box);
  const { code } = learnmap.language;
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    maxZoom: 20,
    // Whoever reads on wants the page to scroll, not the map to zoom.
    scrollWheelZoom: false,
  });
  L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  learnmap.baseMapLayer(basemap, code).addTo(map);
  map.fitBounds([[south, west], [north, east]], { animate: false });
  return map;
};

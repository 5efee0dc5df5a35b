"use strict";
// A map on a page for everybody: the city's base map, on which the page draws its own.
learnmap.publicMap = (element) => {
  const { basemap, attribution } = element.dataset;
  const { code } = learnmap.language;
  element.hidden = false;
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    maxZoom: 20,
    // Whoever reads on wants the page to scroll, not the map to move.
    scrollWheelZoom: false,
    dragging: !L.Browser.mobile || matchMedia("(min-width: 60rem)").matches,
  });
  L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
  L.control
    .zoom({ zoomInTitle: learnmap.say("map_zoom_in"), zoomOutTitle: learnmap.say("map_zoom_out") })
    .addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.on("click focus", () => {
    map.dragging.enable();
    map.scrollWheelZoom.enable();
  });
  map.on("blur", () => map.scrollWheelZoom.disable());
  learnmap.baseMapLayer(basemap, code).addTo(map);
  addEventListener("resize", () => map.invalidateSize());
  return map;
};
// A mark with a sign in it, drawn by a style sheet; `colour` fills it.
learnmap.pin = (at, sign, colour, label) => {
  const inside = document.createElement("span");
  inside.textContent = sign;
  const marker = L.marker(at, {
    keyboard: false,
    interactive: false,
    icon: L.divIcon({ className: "spot", iconSize: [34, 34], html: inside }),
  });
  marker.on("add", () => {
    const drawn = marker.getElement();
    drawn.style.backgroundColor = colour;
    drawn.setAttribute("role", "img");
    drawn.setAttribute("aria-label", label);
  });
  return marker;
};

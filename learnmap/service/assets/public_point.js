"use strict";
// The page of a learning point: its map with the places from which it is near, and the way there.
(() => {
  const element = document.getElementById("map");
  const section = document.getElementById("walk");
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => window.print());

  const draw = element ? onMap() : () => {};
  if (section) learnmap.walkTo(section, draw);

  function onMap() {
    const { lon, lat, name, colour, glyph, catchment, entrance } = element.dataset;
    const map = learnmap.publicMap(element);
    const site = L.latLng(Number(lat), Number(lon));
    const note = document.getElementById("map-note");
    map.setView(site, 16, { animate: false });
    learnmap.pin(site, glyph, colour, name).addTo(map);
    const door = JSON.parse(entrance);
    if (door) {
      L.circleMarker([door[1], door[0]], {
        radius: 5, color: "#1b2530", weight: 2, fillColor: "#ffffff", fillOpacity: 1, interactive: false,
      }).addTo(map);
    }
    let bands = null;
    let way = null;
    const shade = async () => {
      const profile = section?.querySelector("input[name=profile]:checked")?.value;
      const answer = await fetch(profile ? `${catchment}?profile=${profile}` : catchment);
      bands?.remove();
      bands = null;
      note.hidden = !answer.ok;
      if (!answer.ok) return;
      const { features } = await answer.json();
      // The largest first, so that the shade grows darker towards the point.
      bands = L.geoJSON(features.reverse(), {
        interactive: false,
        style: { color: "#0b5cad", weight: 1.5, fillColor: "#0b5cad", fillOpacity: 0.1 },
      }).addTo(map);
      if (!way) map.fitBounds(bands.getBounds(), { animate: false });
    };
    // Without the shades the map says where the point is all the same.
    const tryShade = () => shade().catch(() => {});
    tryShade();
    section?.addEventListener("change", tryShade);
    return (geometry) => {
      way?.remove();
      way = null;
      if (!geometry) return;
      const [first] = geometry.coordinates;
      way = L.layerGroup([
        L.geoJSON(geometry, { interactive: false, style: { color: "#ffffff", weight: 9 } }),
        L.geoJSON(geometry, { interactive: false, style: { color: "#a3243b", weight: 5 } }),
        learnmap.pin([first[1], first[0]], "●", "#1b2530", learnmap.say("walk_start")),
      ]).addTo(map);
      map.fitBounds(L.geoJSON(geometry).getBounds().pad(0.15), { animate: false });
    };
  }
})();

"use strict";
// The page of a walking route: its line on the map with its stops, and who follows it.
(() => {
  const element = document.getElementById("map");
  const drawing = JSON.parse(document.getElementById("drawing").textContent);
  const print = document.getElementById("print");
  print.hidden = false;
  print.addEventListener("click", () => {
    // On paper the directions are all there.
    for (const one of document.querySelectorAll("details")) one.open = true;
    window.print();
  });
  const swap = (line) => line.map(([lon, lat]) => [lat, lon]);
  let dot = null;
  let map = null;
  if (element) {
    map = learnmap.publicMap(element);
    const still = { interactive: false };
    const line = drawing.line.map(swap);
    for (const way of drawing.stepFree) {
      L.polyline(swap(way), { ...still, color: "#17672f", weight: 4, dashArray: "2 8" }).addTo(map);
    }
    L.polyline(line, { ...still, color: "#ffffff", weight: 9 }).addTo(map);
    L.polyline(line, { ...still, color: "#a3243b", weight: 5 }).addTo(map);
    const places = drawing.stops.map(({ place }) => [place[1], place[0]]);
    drawing.stops.forEach(({ name }, row) => {
      learnmap.pin(places[row], String(row + 1), "#0b5cad", `${row + 1}. ${name}`).addTo(map);
    });
    const all = [...places, ...line.flat()];
    if (all.length) map.fitBounds(L.latLngBounds(all).pad(0.08), { animate: false });
  }
  const show = (here) => {
    if (!map) return;
    dot?.remove();
    dot = here && L.circleMarker([here.lat, here.lon], {
      radius: 9, color: "#ffffff", weight: 3, fillColor: "#1f6feb", fillOpacity: 1, interactive: false,
    }).addTo(map);
    if (here && !map.getBounds().pad(-0.2).contains([here.lat, here.lon])) {
      map.panTo([here.lat, here.lon], { animate: false });
    }
  };
  if (drawing.stops.length > 1 && navigator.geolocation) learnmap.follow(drawing, show);
})();

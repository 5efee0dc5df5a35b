"use strict";
// The planners' map. Its layers are fetched for the question that the page answers now.
(() => {
  const element = document.getElementById("map");
  if (!element) return;
  const { say, hexagons, showPicked } = learnmap.planner;
  const NEAR = 13;
  const map = learnmap.staffMap(element);
  const legend = document.getElementById("legend");
  const hint = document.getElementById("map-hint");
  const drawn = { residents: L.layerGroup(), areas: L.layerGroup(), points: L.layerGroup() };
  ["residents", "areas", "points"].forEach((name, level) => {
    map.createPane(name).style.zIndex = 410 + level;
    drawn[name].renderer = L.canvas({ pane: name });
    drawn[name].addTo(map);
  });
  const chosen = L.layerGroup().addTo(map);
  let layers = null;
  let asked = "";

  // From afar thin lines and small dots, or they would hide what they stand on.
  const isNear = () => map.getZoom() >= NEAR;
  const adapt = () => {
    drawn.residents.eachLayer((group) => group.thicken(isNear()));
    drawn.points.eachLayer((dot) => dot.setRadius(isNear() ? 5 : 2.5));
  };

  const pick = (place) => {
    if (!layers) return;
    const hexagon = hexagons.at(layers, place);
    chosen.clearLayers();
    if (hexagon) {
      const ring = hexagons.places(hexagon.ring);
      L.polygon(ring, { fill: false, color: "#ffffff", weight: 7, interactive: false }).addTo(chosen);
      L.polygon(ring, { fill: false, color: "#0b5cad", weight: 4, interactive: false }).addTo(chosen);
    }
    showPicked(hexagon, layers, asked);
  };

  const drawPoint = ({ at, name, joined }) => {
    const [place] = hexagons.places(at);
    const dot = L.circleMarker(place, {
      renderer: drawn.points.renderer,
      color: joined ? "#ffffff" : "#16202b",
      weight: 1,
      fillColor: joined ? "#16202b" : "#ffffff",
      fillOpacity: 1,
      // A click on a dot is one on the hexagon below it.
      bubblingMouseEvents: true,
    });
    // Names come from tables: text, never markup.
    const label = document.createElement("span");
    label.textContent = name;
    return dot.bindTooltip(label);
  };

  const drawArea = ({ rings }) =>
    L.polyline(rings.map(hexagons.places), {
      renderer: drawn.areas.renderer,
      interactive: false,
      color: "#0b3d70",
      weight: 2,
      dashArray: "8 4",
    });

  const tell = (entries) => {
    legend.replaceChildren(
      ...entries.map(({ colour, sign, words }) => {
        const entry = document.createElement("li");
        const swatch = document.createElement("span");
        swatch.className = `swatch ${sign ?? ""}`;
        swatch.setAttribute("aria-hidden", "true");
        if (colour) swatch.style.backgroundColor = colour;
        entry.append(swatch, words);
        return entry;
      }),
    );
  };

  const draw = () => {
    Object.values(drawn).forEach((group) => group.clearLayers());
    chosen.clearLayers();
    document.getElementById("picked").replaceChildren(hint);
    drawn.residents.addLayer(hexagons.draw(layers, drawn.residents.renderer));
    layers.areas.forEach((area) => drawArea(area).addTo(drawn.areas));
    layers.points.forEach((point) => drawPoint(point).addTo(drawn.points));
    adapt();
    tell([
      ...hexagons.legend(layers),
      { sign: "dot", words: say("class_point") },
      ...(layers.points.every(({ joined }) => joined)
        ? []
        : [{ sign: "dot hollow", words: say("class_unjoined") }]),
    ]);
  };

  const look = () => {
    const corners = layers.hexagons.flatMap(({ ring }) => hexagons.places(ring));
    if (corners.length) map.fitBounds(corners, { animate: false, padding: [8, 8] });
  };

  const load = async () => {
    const { query } = document.getElementById("answer").dataset;
    asked = query;
    element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`/planner/map.json?${query}`, { headers: { "HX-Request": "true" } });
      const found = await answer.json();
      if (query !== asked) return; // another question was asked meanwhile
      const first = !layers;
      layers = found;
      if (first) look();
      draw();
    } catch {
      document.getElementById("picked").textContent = say("map_failed");
    }
    element.setAttribute("aria-busy", "false");
  };

  map.on("zoomend", adapt);
  map.on("click", ({ latlng }) => pick(latlng));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== element) return;
    event.preventDefault();
    pick(map.getCenter());
  });
  document.querySelectorAll("[data-layer]").forEach((tick) => {
    tick.addEventListener("change", () => {
      const group = drawn[tick.dataset.layer];
      if (tick.checked) group.addTo(map);
      else group.remove();
    });
  });
  document.addEventListener("planner:answered", load);
  load();
})();

"use strict";
// The planners' map. Its layers are fetched for the question that the page answers now.
(() => {
  const element = document.getElementById("map");
  if (!element) return;
  const { say, hexagons, gaps, scenario, showPicked } = learnmap.planner;
  const AFAR = 11;
  const map = learnmap.staffMap(element);
  const legend = document.getElementById("legend");
  const hint = document.getElementById("map-hint");
  const drawn = {};
  const ticks = [...document.querySelectorAll("[data-layer]")];
  const offered = ticks.map(({ dataset }) => dataset.layer);
  ["residents", "gaps", "areas", "changes", "points"].forEach((name, level) => {
    if (!offered.includes(name)) return;
    map.createPane(name).style.zIndex = 410 + level;
    drawn[name] = L.layerGroup();
    drawn[name].renderer = L.canvas({ pane: name });
    if (ticks.find(({ dataset }) => dataset.layer === name).checked) drawn[name].addTo(map);
  });
  const chosen = L.layerGroup().addTo(map);
  let layers = null;
  let asked = "";
  let latest = "";
  let wanted = 0;

  // From afar thin lines and small dots, or they would hide what they stand on.
  const adapt = () => {
    const near = Math.min(2, Math.max(0, map.getZoom() - AFAR));
    drawn.residents.eachLayer((group) => group.thicken([0.5, 1, 2.5][near]));
    drawn.points.eachLayer((dot) => dot.setRadius([1.5, 2.5, 5][near]));
  };

  const frame = (rings) => {
    chosen.clearLayers();
    [["#ffffff", 7], ["#0b5cad", 4]].forEach(([color, weight]) =>
      L.polygon(rings, { fill: false, interactive: false, color, weight }).addTo(chosen),
    );
  };

  const pick = (place) => {
    if (!layers) return;
    if (drawn.changes) {
      if (scenario.fill(map, layers, place)) return;
      const found = hexagons.at(layers, place);
      if (found) frame(hexagons.places(found.ring));
      else chosen.clearLayers();
      scenario.show(found);
      return;
    }
    if (shows("gaps")) {
      const gap = gaps.at(layers, place);
      if (gap) frame(gap.rings.map(hexagons.places));
      else chosen.clearLayers();
      gaps.show(gap);
      return;
    }
    const hexagon = hexagons.at(layers, place);
    chosen.clearLayers();
    if (hexagon) frame(hexagons.places(hexagon.ring));
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

  const shows = (name) => drawn[name] && map.hasLayer(drawn[name]);

  const tell = () => {
    const entries = [
      ...(shows("gaps") ? gaps.legend() : []),
      ...(shows("changes") ? scenario.legend() : []),
      ...(shows("residents") ? hexagons.legend(layers) : []),
      ...(shows("points") ? [{ sign: "dot", words: say("class_point") }] : []),
      ...(shows("points") && layers.points.some(({ joined }) => !joined)
        ? [{ sign: "dot hollow", words: say("class_unjoined") }]
        : []),
    ];
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
    if (drawn.gaps) gaps.draw(layers, drawn.gaps.renderer, drawn.gaps);
    if (drawn.changes) scenario.draw(layers, drawn.changes.renderer, drawn.changes);
    adapt();
    tell();
    if (wanted) showWanted();
  };

  const look = () => {
    const corners = layers.hexagons.flatMap(({ ring }) => hexagons.places(ring));
    if (corners.length) map.fitBounds(corners, { animate: false, padding: [8, 8] });
  };

  const load = async () => {
    const { query, map: address, posted } = document.getElementById("answer").dataset;
    const form = posted && new URLSearchParams(new FormData(document.getElementById(posted)));
    const about = form ? form.toString() : query;
    asked = query;
    latest = about;
    element.setAttribute("aria-busy", "true");
    try {
      const headers = { "HX-Request": "true" };
      const answer = await (form
        ? fetch(address, { method: "POST", body: form, headers })
        : fetch(`${address}?${query}`, { headers }));
      const found = await answer.json();
      if (about !== latest) return; // another question was asked meanwhile
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
  // A rank in the table leads to its place on the map.
  const showWanted = () => {
    const gap = layers.gaps?.find(({ rank }) => rank === wanted);
    wanted = 0;
    if (!gap) return;
    const rings = gap.rings.map(hexagons.places);
    map.fitBounds(rings, { animate: false, maxZoom: 15 });
    frame(rings);
    gaps.show(gap);
    element.focus();
  };
  document.addEventListener("click", ({ target }) => {
    const rank = Number(target.closest?.("[data-rank]")?.dataset.rank);
    if (!rank) return;
    wanted = rank;
    // Else the layers are on their way, and it is shown when they are drawn.
    if (element.getAttribute("aria-busy") === "false" && layers) showWanted();
  });
  ticks.forEach((tick) => {
    tick.addEventListener("change", () => {
      const group = drawn[tick.dataset.layer];
      if (tick.checked) group.addTo(map);
      else group.remove();
      if (layers) tell();
    });
  });
  document.addEventListener("planner:answered", load);
  load();
})();

"use strict";
// A scenario on the map: what it changes, whom that reaches, and places that a click fills in.
learnmap.planner.scenario = (() => {
  const { say, count, hexagons } = learnmap.planner;
  const form = document.getElementById("asking");
  const REACH_PX = 24;

  const outline = ({ ring }, dashArray, color, renderer) =>
    L.polygon(hexagons.places(ring), {
      renderer,
      interactive: false,
      fill: false,
      weight: 3,
      color,
      dashArray,
    });

  const draw = (layers, renderer, group) => {
    layers.hexagons.forEach((hexagon) => {
      if (hexagon.gained > 0) outline(hexagon, null, "#0b5cad", renderer).addTo(group);
      if (hexagon.gained < 0) outline(hexagon, "4 4", "#7a0f1d", renderer).addTo(group);
    });
    layers.links.forEach(([[fromLon, fromLat], [toLon, toLat]]) => {
      const way = [[fromLat, fromLon], [toLat, toLon]];
      L.polyline(way, { renderer, interactive: false, color: "#0b5cad", weight: 6 }).addTo(group);
    });
    layers.added.forEach(([lon, lat]) => {
      const sign = document.createElement("span");
      sign.textContent = "+";
      const icon = L.divIcon({ className: "added", html: sign, iconSize: [26, 26] });
      L.marker([lat, lon], { interactive: false, keyboard: false, icon }).addTo(group);
    });
  };

  const legend = () => [
    { sign: "gained", words: say("class_gained") },
    { sign: "lost", words: say("class_lost") },
    { sign: "added", words: say("class_added") },
  ];

  const set = (name, value) => {
    form.elements[name].value = value;
  };

  const nearest = (map, layers, place) => {
    const at = map.latLngToContainerPoint(place);
    let best = null;
    let least = REACH_PX;
    layers.points.forEach((point) => {
      const [where] = hexagons.places(point.at);
      const far = at.distanceTo(map.latLngToContainerPoint(where));
      if (far < least) [best, least] = [point, far];
    });
    return best;
  };

  // What can be done with what was filled in, beside the map.
  const offer = (words, step) => {
    const told = document.createElement("p");
    told.textContent = words;
    const box = document.getElementById("picked");
    box.replaceChildren(told);
    if (!step) return;
    const button = document.createElement("button");
    button.setAttribute("form", "asking");
    button.name = "do";
    button.value = step;
    button.textContent = form.querySelector(`button[value="${step}"]`).textContent;
    box.append(button);
  };

  // Returns whether the click was for a field, and nothing is to be looked up.
  const fill = (map, layers, place) => {
    const mode = document.querySelector("[name=click]:checked")?.value ?? "look";
    if (mode === "look") return false;
    if (mode === "point") {
      const point = nearest(map, layers, place);
      if (point) ["close_id", "move_id", "hours_id"].forEach((name) => set(name, point.id));
      if (point) offer(`${point.name} (${point.id})`, "close");
      else offer(say("picked_no_point"));
      return true;
    }
    const [lon, lat] = [place.lng.toFixed(6), place.lat.toFixed(6)];
    set(`${mode}_lon`, lon);
    set(`${mode}_lat`, lat);
    offer(`${lon}, ${lat}`, { add: "add", move: "move", link_end: "link" }[mode]);
    return true;
  };

  const show = (hexagon) => {
    const told = document.getElementById("picked");
    told.textContent = hexagon
      ? say("picked_gained", {
          total: count(hexagon.total),
          gained: (hexagon.gained > 0 ? "+" : "") + count(hexagon.gained),
        })
      : say("picked_none");
  };
  return { draw, legend, fill, show };
})();

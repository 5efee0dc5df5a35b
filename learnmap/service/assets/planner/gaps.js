"use strict";
// Gaps on the map: the darker, the higher the rank; the first ones have their rank written on them.
learnmap.planner.gaps = (() => {
  const { say, hexagons } = learnmap.planner;
  const NUMBERED = 20;

  const numbered = ({ rank, rings }) => {
    const sign = document.createElement("span");
    sign.textContent = rank;
    return L.marker(L.latLngBounds(hexagons.places(rings[0])).getCenter(), {
      interactive: false,
      keyboard: false,
      icon: L.divIcon({ className: "gap-rank", html: sign, iconSize: [26, 20] }),
    });
  };

  const draw = (layers, renderer, group) => {
    const { gaps } = layers;
    gaps.forEach((gap, row) => {
      L.polygon(gap.rings.map(hexagons.places), {
        renderer,
        interactive: false,
        color: "#7a0f1d",
        weight: 1.5,
        fillColor: "#a3243b",
        fillOpacity: 0.2 + 0.6 * (1 - row / gaps.length),
      }).addTo(group);
    });
    gaps.slice(0, NUMBERED).forEach((gap) => numbered(gap).addTo(group));
  };

  const legend = () => [
    { sign: "gap", words: say("class_gap") },
    { sign: "number", words: say("class_gap_rank", { count: NUMBERED }) },
  ];

  const at = (layers, place) => {
    const holds = ({ rings }) => rings.filter((ring) => hexagons.holds(ring, place)).length % 2;
    return layers.gaps.find(holds);
  };

  const show = (gap) => {
    const lines = (gap ? gap.label : [say("picked_no_gap")]).map((words) => {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    });
    document.getElementById("picked").replaceChildren(...lines);
  };
  return { draw, legend, at, show };
})();

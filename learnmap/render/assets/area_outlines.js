"use strict";
// Borders of the areas that the points lie in, under everything that can be chosen.
learnmap.areaOutlines = (() => {
  const style = {
    pane: "areas", interactive: false, color: "#4a5a6a", weight: 2, opacity: 0.75, dashArray: "12 4 2 4",
  };

  const start = (map) => {
    const { areas } = learnmap.data;
    if (!areas) return;
    const pane = map.createPane("areas");
    pane.style.zIndex = 350; // Above the base map, below the catchments.
    pane.style.pointerEvents = "none";
    L.polyline(areas.lines, style).addTo(map);
    const labels = areas.names.map(({ names, at }) => {
      const text = document.createElement("span");
      const icon = L.divIcon({ className: "area-name", html: text, iconSize: [0, 0] });
      L.marker(at, { icon, pane: "areas", interactive: false, keyboard: false }).addTo(map);
      return { text, names };
    });
    const say = () => {
      for (const { text, names } of labels) text.textContent = learnmap.language.pick(names);
    };
    learnmap.language.onChange(say);
    say();
  };
  return { start };
})();

"use strict";
// Joins folium's map and layers with the page around them.
learnmap.start = (() => {
  const applyLabels = () => {
    const { say } = learnmap.language;
    for (const [attribute, target] of [["label", "aria-label"], ["placeholder", "placeholder"]]) {
      for (const element of document.querySelectorAll(`[data-${attribute}]`)) {
        element.setAttribute(target, say(element.dataset[attribute]));
      }
    }
    const { titles, city, year } = learnmap.data;
    const { code } = learnmap.language;
    document.title = `${city[code] || city.zh || ""} ${titles[code] || titles.zh || ""} ${year}`.trim();
    const button = document.getElementById("language");
    button.textContent = say("language_switch");
    button.lang = code === "zh" ? "en" : "zh-CN";
    button.setAttribute("aria-label", say("language_switch_label"));
    button.hidden = false;
  };

  const controls = (map, home) => {
    const zoom = L.control.zoom({ position: "topright" }).addTo(map);
    const Home = L.Control.extend({
      options: { position: "topright" },
      onAdd() {
        const box = L.DomUtil.create("div", "leaflet-bar");
        const button = L.DomUtil.create("button", "home", box);
        button.type = "button";
        button.textContent = "⌂";
        L.DomEvent.disableClickPropagation(box);
        L.DomEvent.on(button, "click", home);
        this.button = button;
        return box;
      },
    });
    const back = new Home().addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    const label = () => {
      const { say } = learnmap.language;
      const named = [[zoom._zoomInButton, "zoom_in"], [zoom._zoomOutButton, "zoom_out"],
        [back.button, "whole_map"]];
      for (const [button, key] of named) {
        button.title = say(key);
        button.setAttribute("aria-label", say(key));
      }
    };
    learnmap.language.onChange(label);
    label();
  };

  return async ({ map, unions, catchments, routes, points }) => {
    const [west, south, east, north] = learnmap.data.bounds;
    const home = () => map.fitBounds([[south, west], [north, east]], {
      paddingTopLeft: [24, 30], paddingBottomRight: [24, 16], animate: false,
    });
    map.getContainer().classList.add("learnmap");
    home();
    controls(map, home);
    applyLabels();
    document.getElementById("language").addEventListener("click", () => {
      const code = learnmap.language.code === "zh" ? "en" : "zh";
      learnmap.language.set(code);
      learnmap.address.set("lang", code);
    });
    learnmap.language.onChange(applyLabels);
    learnmap.areaOutlines.start(map);
    await learnmap.points.read();
    await learnmap.catchments.read();
    learnmap.pointMarkers.start(map, points);
    learnmap.catchments.start(map, catchments, unions);
    learnmap.selection.start(map, points);
    learnmap.walk.start();
    learnmap.table.start();
    learnmap.filter.start();
    learnmap.search.start();
    if (routes) learnmap.routes.start(map, routes);
    const first = learnmap.points.withId(learnmap.address.get("point") || location.hash.slice(3));
    if (first) learnmap.selection.find(first);
  };
})();

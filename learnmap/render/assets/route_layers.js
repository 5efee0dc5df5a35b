"use strict";
// Walking routes: lines by colour, and the numbered stops of the one that is chosen.
learnmap.routes = (() => {
  const colours = [
    "#b3261e", "#1f5fa8", "#3d7a1f", "#7b2d8e", "#a65300", "#00707a", "#8a1c52", "#4b4b9c",
  ];
  const buttons = [...document.querySelectorAll(".show-route")];
  const all = document.getElementById("all-routes");
  let map = null, lines = null, stops = null, chosen = -1;

  const styleOf = (number) => ({
    color: colours[number % colours.length],
    weight: chosen === number ? 7 : 4,
    opacity: chosen < 0 || chosen === number ? 0.9 : 0.25,
  });
  const stopMarker = (stop) => {
    const disc = document.createElement("span");
    disc.textContent = stop.position;
    disc.style.background = colours[chosen % colours.length];
    const icon = L.divIcon({ className: "stop", html: disc, iconSize: [30, 30] });
    const title = `${stop.position}. ${learnmap.language.pick(stop.names)}`;
    const marker = L.marker(stop.at, { icon, title, zIndexOffset: 2000 });
    marker.on("click keypress", (event) => {
      if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
      const point = learnmap.points.withId(stop.point);
      if (point) learnmap.selection.choose(point, { focus: event.type === "keypress" });
    });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", title));
    return marker;
  };

  const show = () => {
    lines.eachLayer((line) => {
      line.setStyle(styleOf(line.feature.properties.route));
      if (line.feature.properties.route === chosen) line.bringToFront();
    });
    stops.clearLayers();
    if (chosen >= 0) learnmap.data.routes[chosen].stops.forEach((one) => stopMarker(one).addTo(stops));
    for (const button of buttons) {
      const on = Number(button.dataset.route) === chosen;
      button.setAttribute("aria-pressed", String(on));
      button.closest(".route").classList.toggle("chosen", on);
    }
    all.hidden = chosen < 0;
    map.getContainer().classList.toggle("has-route", chosen >= 0);
  };
  const choose = (number, { scroll = false } = {}) => {
    chosen = number;
    map.closePopup();
    show();
    if (number < 0) return;
    const bounds = L.latLngBounds(learnmap.data.routes[number].stops.map((stop) => stop.at));
    lines.eachLayer((line) => {
      if (line.feature.properties.route === number) bounds.extend(line.getBounds());
    });
    map.fitBounds(bounds, { padding: [40, 40], animate: !scroll });
    if (scroll) document.getElementById("map-frame").scrollIntoView({ block: "nearest" });
  };

  const start = (chart, layer) => {
    map = chart;
    lines = layer;
    stops = L.layerGroup().addTo(map);
    lines.on("click", (event) => choose(event.layer.feature.properties.route));
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const number = Number(button.dataset.route);
        choose(number === chosen ? -1 : number, { scroll: true });
      });
    }
    all.addEventListener("click", () => choose(-1));
    learnmap.language.onChange(show);
    show();
  };
  return { start };
})();

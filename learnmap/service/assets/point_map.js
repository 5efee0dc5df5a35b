"use strict";
// The map of one learning point: its place and its entrance, in step with the fields.
(() => {
  const element = document.getElementById("point-map");
  const place = document.getElementById("point-place");
  if (!element || !place) return;
  const COLOURS = ["#0b5cad", "#9a4a00", "#6b3fa0"];
  const METRES_PER_DEGREE = 111320;
  const DIGITS = 7;
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const map = learnmap.staffMap(element);
  const field = (id) => document.getElementById(id);
  const spots = {
    site: { lon: field("longitude"), lat: field("latitude"), words: place.dataset.site },
    entrance: {
      lon: field("entrance_longitude"),
      lat: field("entrance_latitude"),
      words: place.dataset.entrance,
    },
  };
  const mayMove = !spots.site.lon.matches(":disabled");

  const degrees = (input, most) => {
    const text = input.value.normalize("NFKC").trim();
    const value = Number(text);
    return text !== "" && Math.abs(value) <= most ? value : null;
  };
  const typed = (spot) => {
    const lon = degrees(spot.lon, 180);
    const lat = degrees(spot.lat, 90);
    return lon === null || lat === null ? null : L.latLng(lat, lon);
  };
  const write = (spot, at) => {
    spot.lon.value = at ? String(Number(at.lng.toFixed(DIGITS))) : "";
    spot.lat.value = at ? String(Number(at.lat.toFixed(DIGITS))) : "";
    spot.lat.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const byKey = (spot) => (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    // The map would move, too.
    event.preventDefault();
    event.stopPropagation();
    const metres = event.shiftKey ? 10 : 1;
    const at = spot.marker.getLatLng();
    const east = METRES_PER_DEGREE * Math.cos((at.lat * Math.PI) / 180);
    const next = L.latLng(
      at.lat + (step[1] * metres) / METRES_PER_DEGREE,
      at.lng + (step[0] * metres) / east,
    );
    spot.marker.setLatLng(next);
    if (!map.getBounds().pad(-0.1).contains(next)) map.panTo(next, { animate: false });
    write(spot, next);
  };
  const draw = (name) => {
    const spot = spots[name];
    const at = typed(spot);
    if (!at) {
      spot.marker?.remove();
      spot.marker = null;
    } else if (spot.marker) {
      spot.marker.setLatLng(at);
    } else {
      spot.marker = L.marker(at, {
        draggable: mayMove,
        autoPan: true,
        zIndexOffset: name === "entrance" ? 1000 : 0,
        icon: L.divIcon({ className: `pin pin-${name}`, iconSize: [28, 28] }),
      }).addTo(map);
      const drawn = spot.marker.getElement();
      drawn.setAttribute("aria-label", spot.words);
      drawn.setAttribute("title", spot.words);
      if (mayMove) {
        spot.marker.on("dragend", () => write(spot, spot.marker.getLatLng()));
        drawn.addEventListener("keydown", byKey(spot));
      } else {
        drawn.setAttribute("role", "img");
      }
    }
    arrange();
    buttons();
  };
  // The heads of the pins stand apart, however near their places are: one above, one below.
  const arrange = () => {
    const { site, entrance } = spots;
    const siteIsNorth = Boolean(
      site.marker && entrance.marker && site.marker.getLatLng().lat > entrance.marker.getLatLng().lat,
    );
    for (const [spot, isUp] of [[site, siteIsNorth || !entrance.marker], [entrance, !siteIsNorth]]) {
      const head = spot.marker?.getElement();
      if (!head) continue;
      head.classList.toggle("pin-up", isUp);
      head.classList.toggle("pin-down", !isUp);
    }
  };
  const button = (id) => field(id);
  const buttons = () => {
    if (!button("place-here")) return;
    button("place-here").hidden = typed(spots.site) !== null;
    button("add-entrance").hidden = typed(spots.entrance) !== null || !typed(spots.site);
    button("remove-entrance").hidden = typed(spots.entrance) === null;
  };

  for (const name of Object.keys(spots)) {
    draw(name);
    for (const input of [spots[name].lon, spots[name].lat]) {
      input.addEventListener("input", () => draw(name));
      input.addEventListener("change", () => draw(name));
    }
  }
  const middle = typed(spots.entrance) || typed(spots.site);
  if (middle) map.setView(middle, 18, { animate: false });

  field("map-steps").hidden = false;
  field("show-point").hidden = !middle;
  field("show-point").addEventListener("click", () => {
    map.setView(typed(spots.entrance) || typed(spots.site), 18, { animate: false });
  });
  if (button("place-here")) {
    buttons();
    button("place-here").addEventListener("click", () => {
      write(spots.site, map.getCenter());
      spots.site.marker.getElement().focus();
    });
    button("add-entrance").addEventListener("click", () => {
      const at = typed(spots.site);
      write(spots.entrance, L.latLng(at.lat, at.lng + 15 / METRES_PER_DEGREE));
      spots.entrance.marker.getElement().focus();
    });
    button("remove-entrance").addEventListener("click", () => {
      write(spots.entrance, null);
      button("add-entrance").focus();
    });
  }

  if (place.dataset.areas) {
    const order = [...document.querySelectorAll("[data-profile]")].map((e) => e.dataset.profile);
    fetch(place.dataset.areas, { headers: { Accept: "application/geo+json" } })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((areas) => {
        if (!areas) return;
        const drawn = L.geoJSON(areas, {
          interactive: false,
          style: ({ properties }) => {
            const rank = Math.max(order.indexOf(properties.profile), 0);
            const color = COLOURS[rank % COLOURS.length];
            return { color, weight: 2.5, fillOpacity: rank ? 0 : 0.12, dashArray: rank ? "6 5" : null };
          },
        }).addTo(map);
        drawn.bringToBack();
        const whole = field("show-areas");
        whole.hidden = false;
        whole.addEventListener("click", () => map.fitBounds(drawn.getBounds(), { animate: false }));
      })
      // Without the areas the point can be changed all the same.
      .catch(() => {});
  }
})();

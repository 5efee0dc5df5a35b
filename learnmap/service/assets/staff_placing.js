"use strict";
// The place of a point: chosen, clicked, dragged, moved by the arrow keys, or typed.
(() => {
  const form = document.querySelector("#placing");
  const element = document.querySelector("#map");
  if (!form || !element) return;
  const map = learnmap.staffMap(element);
  const candidates = JSON.parse(form.dataset.candidates);
  const { longitude, latitude } = form.elements;
  const NUDGE_PX = 4;
  let mark = null;

  const write = ({ lat, lng }) => {
    longitude.value = lng.toFixed(7);
    latitude.value = lat.toFixed(7);
  };

  const none = () => {
    const choice = document.querySelector("#candidate-none");
    if (choice) choice.checked = true;
  };

  // How near to look: as far as the place is uncertain, and no closer than a block.
  const seen = (place, within) => L.latLng(place).toBounds(Math.min(Math.max(within, 150), 1500) * 2);

  const put = (place, { within = null } = {}) => {
    if (!mark) {
      const { mark: title } = form.dataset;
      mark = L.marker(place, { draggable: true, keyboard: true, title, alt: title, zIndexOffset: 1000 });
      mark.addTo(map);
      mark.on("dragend", () => {
        none();
        write(mark.getLatLng());
      });
      mark.getElement().addEventListener("keydown", nudge);
    }
    mark.setLatLng(place);
    if (within !== null) map.fitBounds(seen(place, within), { animate: false });
  };

  const nudge = (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    const [x, y] = steps[event.key];
    const at = map.latLngToContainerPoint(mark.getLatLng()).add([x * NUDGE_PX, y * NUDGE_PX]);
    const place = map.containerPointToLatLng(at);
    none();
    put(place);
    write(place);
    map.panInside(place, { padding: [40, 40], animate: false });
  };

  const typed = () => {
    const [lon, lat] = [longitude, latitude].map(({ value }) => Number.parseFloat(value));
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) put([lat, lon], { within: 0 });
  };

  candidates.forEach((candidate, row) => {
    const place = [candidate.latitude, candidate.longitude];
    const icon = L.divIcon({ className: "stop-mark", html: `${row + 1}`, iconSize: [30, 30] });
    if (candidate.within_m > 1) {
      const ring = { radius: candidate.within_m, weight: 2, dashArray: "6 6", fill: false };
      L.circle(place, { ...ring, color: "#a32117", interactive: false }).addTo(map);
    }
    L.marker(place, { icon, keyboard: false }).addTo(map).on("click", () => choose(row));
  });

  const choose = (row) => {
    document.querySelector(`#candidate-${row}`).checked = true;
    const { latitude: lat, longitude: lon, within_m: within } = candidates[row];
    const place = L.latLng(lat, lon);
    put(place, { within: within ?? 0 });
    write(place);
  };

  form.addEventListener("change", ({ target }) => {
    if (target.name === "candidate" && target.value !== "") choose(Number(target.value));
    if (target === longitude || target === latitude) {
      none();
      typed();
    }
  });
  map.on("click", ({ latlng }) => {
    none();
    put(latlng);
    write(latlng);
  });
  if (candidates.length) {
    const places = candidates.map((one) => [one.latitude, one.longitude]);
    map.fitBounds(L.latLngBounds(places).pad(0.2), { animate: false, maxZoom: 16 });
  }
  typed();
})();

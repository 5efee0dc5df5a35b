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

  const put = (place, { look = false } = {}) => {
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
    if (look) map.setView(place, Math.max(map.getZoom(), 17), { animate: false });
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
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) put([lat, lon], { look: true });
  };

  candidates.forEach((candidate, row) => {
    const place = [candidate.latitude, candidate.longitude];
    const icon = L.divIcon({ className: "stop-mark", html: `${row + 1}`, iconSize: [30, 30] });
    if (candidate.within_m > 1) {
      L.circle(place, { radius: candidate.within_m, weight: 1, interactive: false }).addTo(map);
    }
    L.marker(place, { icon, keyboard: false }).addTo(map).on("click", () => choose(row));
  });

  const choose = (row) => {
    document.querySelector(`#candidate-${row}`).checked = true;
    const place = L.latLng(candidates[row].latitude, candidates[row].longitude);
    put(place, { look: true });
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

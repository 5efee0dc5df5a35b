"use strict";
// The stops of a route on the map, and in a list that is put in order by keys, buttons or a drag.
// The server sorts and walks; here rows only move at once, so that quick hands lose nothing.
document.body.classList.add("scripted");
(() => {
  const form = document.querySelector("#route-form");
  const element = document.querySelector("#map");
  const failed = document.querySelector("#failed");
  const draft = () => document.querySelector("#draft");
  let running = null;

  const number = () => {
    draft().querySelectorAll("input[name=order]").forEach((input, row) => {
      input.value = row + 1;
    });
  };

  // One that is overtaken by the next ends as refused, which is no fault; real ones are told below.
  const ask = (step) =>
    htmx
      .ajax("POST", form.action, {
        source: form,
        target: "#draft",
        swap: "outerHTML",
        values: { do: step },
      })
      .catch(() => {});

  // What the server adds to the list must not be overtaken by the next step.
  const askAlone = (step) => {
    running = ask(step).finally(() => {
      running = null;
    });
  };

  const afterwards = (act) => (running ? running.then(act) : act());

  const move = (id, step) => {
    const stop = document.getElementById(id);
    if (!stop) return;
    const focused = document.activeElement;
    if (step === "up" && stop.previousElementSibling) stop.previousElementSibling.before(stop);
    if (step === "down" && stop.nextElementSibling) stop.nextElementSibling.after(stop);
    if (step === "remove") {
      const next = stop.nextElementSibling || stop.previousElementSibling;
      stop.remove();
      (next?.querySelector("[name=do][value^=remove]") || document.querySelector("#q")).focus();
    } else if (stop.contains(focused)) {
      focused.focus();
    }
    number();
    ask("preview");
  };

  const listen = () => {
    form.addEventListener("submit", (event) => {
      const step = event.submitter?.value ?? "preview";
      if (step === "save") return;
      event.preventDefault();
      const name = step.split(":")[0];
      if (["up", "down", "remove"].includes(name)) {
        const { id } = event.submitter.closest(".stop");
        afterwards(() => move(id, name));
      } else if (step !== "search") {
        afterwards(() => askAlone(step));
      }
    });
    form.addEventListener("change", (event) => {
      if (["order", "stay", "keeps_line"].includes(event.target.name)) {
        afterwards(() => ask("preview"));
      }
    });
    form.addEventListener("pointerdown", (event) => {
      const stop = event.target.closest(".grip")?.closest(".stop");
      if (stop && event.button === 0) drag(stop, event);
    });
  };

  const drag = (stop, event) => {
    event.preventDefault();
    stop.classList.add("held");
    const over = (moved) => {
      const others = [...draft().querySelectorAll(".stop:not(.held)")];
      const below = others.find((other) => {
        const box = other.getBoundingClientRect();
        return moved.clientY < box.top + box.height / 2;
      });
      if (below) below.before(stop);
      else stop.parentElement.append(stop);
    };
    const drop = () => {
      document.removeEventListener("pointermove", over);
      document.removeEventListener("pointerup", drop);
      document.removeEventListener("pointercancel", drop);
      stop.classList.remove("held");
      number();
      afterwards(() => ask("preview"));
    };
    // The grip itself leaves the page for a moment with each move of its row.
    document.addEventListener("pointermove", over);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", drop);
  };

  const map = element && learnmap.staffMap(element);
  const drawn = map && L.layerGroup().addTo(map);
  const choices = map && L.layerGroup().addTo(map);

  const draw = (first) => {
    const { route, live } = draft().dataset;
    document.querySelector("#walk-live").textContent = live;
    if (!map) return;
    const { stops, lines } = JSON.parse(route);
    drawn.clearLayers();
    for (const line of lines) {
      const places = line.map(([lon, lat]) => [lat, lon]);
      L.polyline(places, { color: "#ffffff", weight: 9, interactive: false }).addTo(drawn);
      L.polyline(places, { color: "#a32117", weight: 5, interactive: false }).addTo(drawn);
    }
    for (const stop of stops) {
      const icon = L.divIcon({ className: "stop-mark", html: `${stop.number}`, iconSize: [30, 30] });
      const [lon, lat] = stop.at;
      L.marker([lat, lon], { icon, keyboard: false, title: stop.name }).addTo(drawn);
    }
    if (first && stops.length) {
      const box = L.latLngBounds(stops.map(({ at: [lon, lat] }) => [lat, lon]));
      map.fitBounds(box.pad(0.15), { animate: false, maxZoom: 17 });
    }
  };

  const offer = async () => {
    choices.clearLayers();
    if (map.getZoom() < 13) return;
    const box = map.getBounds();
    const query = new URLSearchParams({ limit: 300, box: box.toBBoxString() });
    for (const status of ["open", "temporarily_closed", "planned"]) query.append("status", status);
    const answer = await fetch(`/api/v1/points?${query}`).catch(() => null);
    if (!answer?.ok) return;
    const { features } = await answer.json();
    choices.clearLayers();
    for (const { id, geometry, properties } of features) {
      const [lon, lat] = geometry.coordinates;
      const name = properties[`name_${learnmap.language.code}`] ?? id;
      const label = document.createElement("span");
      label.textContent = name;
      L.circleMarker([lat, lon], {
        radius: 8,
        weight: 2,
        color: "#ffffff",
        fillColor: "#0b5cad",
        fillOpacity: 0.9,
      })
        .bindTooltip(label)
        .bindPopup(() => popup(id, name, properties.address))
        .addTo(choices);
    }
  };

  const popup = (id, name, address) => {
    const box = document.createElement("div");
    box.className = "popup-place";
    const text = document.createElement("p");
    text.textContent = address ? `${name} · ${address}` : name;
    const add = document.createElement("button");
    add.type = "button";
    add.textContent = form.dataset.add;
    add.addEventListener("click", () => {
      map.closePopup();
      afterwards(() => askAlone(`add:${id}`));
    });
    box.append(text, add);
    return box;
  };

  document.body.addEventListener("htmx:afterSwap", ({ detail }) => {
    failed.hidden = true;
    if (detail.target.id === "draft") draw(false);
  });
  for (const fault of ["htmx:responseError", "htmx:sendError"]) {
    document.body.addEventListener(fault, () => {
      failed.hidden = false;
      failed.scrollIntoView({ block: "nearest" });
    });
  }
  draw(true);
  if (form) listen();
  if (form && map) {
    map.on("moveend", offer);
    offer();
  }
})();

// The map: the city's own base map, where somebody is, how far they get, and what is there.
learnmap.map = (() => {
  const LIBRARIES = ["leaflet", "pmtiles", "protomaps-leaflet", "basemap_style", "base_map_layer", "near_dots"];
  const BANDS = ["#0b5cad", "#2f7fcb", "#6aa7e0"];
  const { say, mark, language } = learnmap.words;
  const holder = document.getElementById("map");
  let opened = null;
  let map = null;
  let tapped = { place: () => {}, point: () => {} };
  let dots = null;
  const layers = {};

  const script = (name) => new Promise((done, failed) => {
    const made = document.createElement("script");
    made.src = `/assets/${name}.js`;
    made.async = false;
    made.addEventListener("load", done);
    made.addEventListener("error", () => failed(new Error(name)));
    document.head.append(made);
  });

  const style = () => new Promise((done) => {
    const made = document.createElement("link");
    made.rel = "stylesheet";
    made.href = "/assets/leaflet.css";
    made.addEventListener("load", done);
    made.addEventListener("error", done);
    document.head.prepend(made);
  });

  const build = () => {
    const { basemap, box, attribution } = holder.dataset;
    const [west, south, east, north] = JSON.parse(box);
    map = L.map(holder, { zoomControl: false, attributionControl: false, maxZoom: 19, zoomSnap: 0.5 });
    holder.setAttribute("aria-label", say("map_label"));
    holder.setAttribute("role", "application");
    L.control.zoom({ zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
    L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    learnmap.baseMapLayer(basemap, language).addTo(map);
    map.fitBounds([[south, west], [north, east]], { animate: false });
    map.on("click", ({ latlng }) => tap(latlng));
    // Who uses keys takes the middle of the map.
    holder.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === holder) tapped.place(at(map.getCenter()));
    });
    if (document.querySelector("main").classList.contains("answered")) return;
    showDots();
  };

  const at = ({ lat, lng }) => ({ lon: lng, lat, label: say("here_map") });

  const tap = (latlng) => {
    const group = dots && map.hasLayer(dots.layer) && learnmap.dots.groupAt(dots.points, map, latlng);
    if (!group) tapped.place(at(latlng));
    else if (group.points.length > 1) {
      map.fitBounds(L.latLngBounds(group.points.map(({ lat, lon }) => [lat, lon])).pad(0.2), { maxZoom: 17 });
    } else tapped.point(group.points[0]);
  };

  const open = () => {
    opened ??= (async () => {
      await Promise.all([style(), ...LIBRARIES.map(script)]);
      build();
    })();
    return opened;
  };

  const showDots = async () => {
    if (!dots) {
      const answer = await fetch("/map/points.json");
      if (!answer.ok) return;
      const points = learnmap.dots.read(await answer.json());
      dots = { points, layer: learnmap.dots.layerOf(points) };
    }
    if (!document.querySelector("main").classList.contains("answered")) dots.layer.addTo(map);
  };

  const put = (name, layer) => {
    layers[name]?.remove();
    layers[name] = layer?.addTo(map) ?? null;
  };

  const numbered = (point, number) => {
    const [lon, lat] = point.geometry.coordinates;
    const pin = document.createElement("div");
    pin.className = "pin-in";
    pin.append(mark(point.properties.kind));
    const label = document.createElement("b");
    label.textContent = number;
    pin.append(label);
    const icon = L.divIcon({ className: "pin", html: pin, iconSize: [36, 36], iconAnchor: [18, 18] });
    return L.marker([lat, lon], { icon, keyboard: false, riseOnHover: true, zIndexOffset: 1000 - number })
      .on("click", () => learnmap.list.reveal(point.id));
  };

  const showAnswer = async (place, answer) => {
    await open();
    dots?.layer.remove();
    const pins = answer.features.slice(0, 60).map((point, row) => numbered(point, row + 1));
    put("pins", L.layerGroup(pins.reverse()));
    const you = L.divIcon({ className: "you", iconSize: [22, 22] });
    put("place", L.marker([place.lat, place.lon], { icon: you, interactive: false, keyboard: false, zIndexOffset: 5000 }));
    put("walk", null);
    put("reach", null);
    const places = [[place.lat, place.lon], ...answer.features.map(({ geometry: { coordinates: [lon, lat] } }) => [lat, lon])];
    map.fitBounds(L.latLngBounds(places).pad(0.1), { maxZoom: 17, animate: false });
  };

  const showReach = async (bands) => {
    await open();
    const widestFirst = [...bands.features].reverse();
    const shapes = widestFirst.map((band, row) => {
      const colour = BANDS[Math.max(widestFirst.length - 1 - row, 0)];
      return L.geoJSON(band, { interactive: false, style: { color: colour, weight: 2, opacity: 0.9, fillColor: colour, fillOpacity: 0.12 } });
    });
    put("reach", L.layerGroup(shapes));
    showLegend(widestFirst.map(({ properties: { minutes } }) => minutes).reverse());
    shapes.forEach((shape) => shape.bringToBack());
    if (shapes.length) map.fitBounds(shapes[0].getBounds().pad(0.05), { maxZoom: 17, animate: false });
  };

  const showLegend = (minutes) => {
    const parts = minutes.map((value, row) => {
      const swatch = document.createElement("i");
      swatch.style.borderColor = BANDS[row];
      const item = document.createElement("span");
      item.append(swatch, say("minutes_walk", { minutes: value }));
      return item;
    });
    const legend = document.getElementById("legend");
    legend.replaceChildren(...parts);
    legend.hidden = false;
  };

  const showWalk = async (walk) => {
    await open();
    if (!walk) { put("walk", null); return; }
    const line = walk.geometry;
    const way = L.layerGroup([
      L.geoJSON(line, { interactive: false, style: { color: "#ffffff", weight: 9, opacity: 0.9 } }),
      L.geoJSON(line, { interactive: false, style: { color: "#c0264b", weight: 5 } }),
    ]);
    put("walk", way);
    map.fitBounds(L.geoJSON(line).getBounds().pad(0.25), { maxZoom: 18, animate: false });
  };

  const clear = () => {
    for (const name of Object.keys(layers)) put(name, null);
    if (map) showDots();
  };

  // A point that was tapped, with what can be done with it.
  const popup = (point, content) => {
    L.popup({ autoPanPadding: [20, 20] }).setLatLng([point.lat, point.lon]).setContent(content).openOn(map);
  };

  return {
    has: holder !== null,
    start: (listeners) => { tapped = listeners; },
    open, showAnswer, showReach, showWalk, clear, popup,
    closePopup: () => map?.closePopup(),
    resized: () => map?.invalidateSize(),
  };
})();

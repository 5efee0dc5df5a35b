// The page of what is near: a place, a pace and a filter in; a list and a map out.
(() => {
  const { say, name, element, language } = learnmap.words;
  const main = document.querySelector("main");
  const told = document.getElementById("told");
  const from = document.getElementById("place");
  const stale = document.getElementById("stale");
  const LAST = "learnmap.answer";

  const tell = (text) => { told.textContent = text; };

  const keep = (place, answer) => {
    try { localStorage.setItem(LAST, JSON.stringify({ place, answer })); } catch { /* shown all the same */ }
  };

  // The last answer on this device, for when there is no network.
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(LAST)); } catch { return null; }
  };

  const showPlace = (place) => {
    const button = (key, action) => {
      const made = element("button", "plain", say(key));
      made.type = "button";
      made.addEventListener("click", action);
      return made;
    };
    from.replaceChildren(element("span", "", say("from"), " ", element("b", "", place.label)),
      button("other_place", () => { main.classList.remove("answered"); document.getElementById("typed").focus(); }),
      button("forget", forget));
    from.hidden = false;
  };

  const forget = () => {
    try { localStorage.removeItem(LAST); } catch { /* nothing was kept */ }
    learnmap.service.forget();
    learnmap.place.set(null);
    location.reload();
  };

  const show = (place, answer) => {
    main.classList.add("answered");
    showPlace(place);
    learnmap.list.show(answer);
    tell(learnmap.list.heading(answer));
    if (learnmap.filters.any && answer.nearest) tell(`${learnmap.list.heading(answer)} ${say("found_filtered")}`);
    if (learnmap.map.has) learnmap.map.showAnswer(place, answer).then(learnmap.map.resized);
  };

  const failed = (error, place) => {
    if (!error.reason) throw error;
    const last = error.reason === "offline_new" && kept();
    if (!last) { tell(say(error.reason)); return; }
    show(last.place, last.answer);
    const isSame = last.place.lon === place.lon && last.place.lat === place.lat;
    stale.textContent = `${isSame ? "" : `${say("offline_new")} `}${say("offline", { date: dateOf(last.answer.at) })}`;
    stale.hidden = false;
  };

  const dateOf = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;

  const search = async () => {
    const place = learnmap.place.current;
    if (!place) return;
    tell(say("looking"));
    const question = { lon: place.lon, lat: place.lat, profile: learnmap.filters.pace() };
    try {
      const answer = await learnmap.service.near({ ...question, ...learnmap.filters.wanted(), limit: 100, lines: false });
      if (!answer) return;
      stale.hidden = true;
      keep(place, answer);
      show(place, answer);
    } catch (error) { failed(error, place); return; }
    if (learnmap.map.has) showReach(question);
  };

  // The list stands without it.
  const showReach = async (question) => {
    try {
      const bands = await learnmap.service.reach(question);
      if (bands) await learnmap.map.showReach(bands);
    } catch (error) { if (!error.reason) throw error; }
  };

  const walk = async (point) => {
    if (!point) { learnmap.map.showWalk(null); return null; }
    const { lon, lat } = learnmap.place.current;
    const found = await learnmap.service.walk(point.id, { lon, lat, profile: learnmap.filters.pace() });
    if (!found) return null;
    if (learnmap.map.has) learnmap.map.showWalk(found);
    return { words: found.properties[`words_${language}`] };
  };

  // A learning point that was tapped on the map: its page, or the place to start from.
  const tappedPoint = async (point) => {
    const answer = await fetch(`/api/v1/points/${encodeURIComponent(point.id)}`);
    if (!answer.ok) return;
    const { properties: facts } = await answer.json();
    const link = element("a", "", name(facts) || point.id);
    link.href = `/${language}/points/${encodeURIComponent(point.id)}`;
    const button = element("button", "", say("start_here"));
    button.type = "button";
    button.addEventListener("click", () => {
      learnmap.map.closePopup();
      learnmap.place.set({ lon: point.lon, lat: point.lat, label: name(facts) });
    });
    learnmap.map.popup(point, element("div", "tapped", element("p", "", link), button));
  };

  const start = () => {
    const phone = document.getElementById("phone");
    phone.hidden = !learnmap.place.canLocate;
    phone.addEventListener("click", () => { tell(say("locating")); learnmap.place.locate((key) => tell(say(key))); });
    for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
    learnmap.names.start((place) => learnmap.place.set(place), tell);
    document.getElementById("where").addEventListener("submit", (event) => { event.preventDefault(); learnmap.names.submit(); });
    learnmap.filters.start(search);
    learnmap.list.start({ walk });
    learnmap.map.start({ place: learnmap.place.set, point: tappedPoint });
    learnmap.place.whenSet((place) => { if (place) search(); });
    const seen = document.getElementById("seen");
    seen.hidden = !learnmap.map.has;
    addEventListener("resize", learnmap.map.resized);
    if (learnmap.place.restore()) search();
    else if (learnmap.map.has) (globalThis.requestIdleCallback || setTimeout)(() => learnmap.map.open());
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service_worker.js").catch(() => {});
  };

  start();
})();

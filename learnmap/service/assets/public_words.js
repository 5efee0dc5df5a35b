"use strict";
// What the scripts of a page for everybody share: its words, metres as people say them, and where
// the phone is, which is asked for by a tap only and kept nowhere.
const learnmap = (() => {
  const element = document.getElementById("words");
  const words = element ? JSON.parse(element.textContent) : {};
  const code = document.documentElement.lang.slice(0, 2);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
  const distance = (metres) =>
    metres < 995
      ? say("walk_metres", { metres: metres < 100 ? Math.round(metres) : Math.round(metres / 10) * 10 })
      : say("walk_kilometres", { km: (metres / 1000).toFixed(1) });
  const whereIsThePhone = () =>
    new Promise((found, failed) => {
      if (!navigator.geolocation) {
        failed(new Error("walk_lost"));
        return;
      }
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => found({ lon: coords.longitude, lat: coords.latitude }),
        (error) => failed(new Error(error.code === 1 ? "walk_refused" : "walk_lost")),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
      );
    });
  // The front page keeps on this device the place that somebody chose, and how they walk.
  const keptPlace = () => {
    try {
      const kept = JSON.parse(localStorage.getItem("learnmap.place"));
      return Number.isFinite(kept?.lon) && Number.isFinite(kept?.lat) ? kept : null;
    } catch {
      return null;
    }
  };
  const keptPace = () => {
    try {
      return localStorage.getItem("learnmap.pace") ?? "";
    } catch {
      return "";
    }
  };
  return { language: { code }, say, distance, whereIsThePhone, keptPlace, keptPace };
})();

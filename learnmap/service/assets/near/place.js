// Where somebody starts from. It is kept on this device only, until they have it forgotten.
learnmap.place = (() => {
  const KEY = "learnmap.place";
  let now = null;
  let heard = () => {};

  const stored = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return Number.isFinite(found?.lon) && Number.isFinite(found?.lat) ? found : null;
    } catch { return null; }
  };

  const keep = () => {
    try {
      if (now) localStorage.setItem(KEY, JSON.stringify(now));
      else localStorage.removeItem(KEY);
    } catch { /* a private window keeps nothing */ }
  };

  const set = (place) => { now = place; keep(); heard(now); };

  // Asked for by a tap on the button and by nothing else.
  const locate = (failed) => {
    const { say } = learnmap.words;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => set({
        lon: coords.longitude,
        lat: coords.latitude,
        label: say("here_phone", { metres: Math.max(Math.round(coords.accuracy), 1) }),
      }),
      (error) => failed(error.code === error.PERMISSION_DENIED ? "locating_refused" : "locating_failed"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  };

  return {
    get current() { return now; },
    get canLocate() { return "geolocation" in navigator && isSecureContext; },
    locate,
    set,
    restore: () => { now = stored(); return now; },
    whenSet: (listener) => { heard = listener; },
  };
})();

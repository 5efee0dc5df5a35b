"use strict";
// Following a route: which stop is next and how far it is, from where the phone is. All of it is
// worked out here; no place leaves the phone.
learnmap.follow = (drawing, show) => {
  const { say } = learnmap;
  const ARRIVED_M = 25;
  const OFF_M = 50;
  const ROUGH_M = 60;
  const METRES = 111320;
  const part = (id) => document.getElementById(id);
  const [, middle] = drawing.stops[0].place;
  const east = METRES * Math.cos((middle * Math.PI) / 180);
  const flat = ([lon, lat]) => [lon * east, lat * METRES];
  const between = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

  // The nearest place of a line to a point: how far off it is, and how much of the line is left.
  const nearest = (line, at) => {
    let best = { off: Infinity, left: 0 };
    let left = 0;
    for (let row = line.length - 2; row >= 0; row -= 1) {
      const [a, b] = [line[row], line[row + 1]];
      const length = between(a, b);
      const along = length === 0 ? 0 : Math.min(1, Math.max(0,
        ((at[0] - a[0]) * (b[0] - a[0]) + (at[1] - a[1]) * (b[1] - a[1])) / length ** 2));
      const place = [a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])];
      const off = between(place, at);
      if (off < best.off) best = { off, left: left + (1 - along) * length };
      left += length;
    }
    return best;
  };
  // The way to each stop: from the one before, or all of a line of the route's own.
  const whole = drawing.line.flat().map(flat);
  const stops = drawing.stops.map((stop, row) => {
    const leg = drawing.legs[row - 1];
    return { ...stop, at: flat(stop.place), way: leg ? leg.map(flat) : null };
  });
  const measure = (target, at) => {
    const straight = between(at, target.at);
    if (target.way) {
      const { off, left } = nearest(target.way, at);
      return { straight, left: left + off, off };
    }
    if (drawing.legs.length || whole.length < 2) return { straight, left: straight, off: 0 };
    const mine = nearest(whole, at);
    const theirs = nearest(whole, target.at);
    return { straight, left: Math.max(straight, mine.left - theirs.left + mine.off), off: mine.off };
  };

  let next = 0;
  let last = null;
  let watch = null;
  let lock = null;

  const tell = () => {
    const target = stops[next];
    part("follow-towards").textContent = say("follow_towards", { number: next + 1, name: target.name });
    part("follow-before").disabled = next === 0;
    part("follow-next").disabled = next === stops.length - 1;
    const check = part("follow-check-in");
    check.hidden = true;
    if (!last) {
      part("follow-left").textContent = say("walk_locating");
      part("follow-note").textContent = "";
      return;
    }
    const { straight, left, off } = measure(target, flat([last.lon, last.lat]));
    const arrived = straight <= Math.max(ARRIVED_M, Math.min(last.accuracy, 40));
    const ended = arrived && next === stops.length - 1;
    part("follow-left").textContent = arrived
      ? say("follow_here", { name: target.name })
      : say("follow_left", { distance: learnmap.distance(left) });
    part("follow-note").textContent =
      (ended && say("follow_done")) ||
      (last.accuracy > ROUGH_M && say("follow_rough", { metres: Math.round(last.accuracy) })) ||
      (!arrived && off > OFF_M && say("follow_away", { distance: learnmap.distance(off) })) ||
      "";
    if (arrived && target.checkIn) {
      check.querySelector("a").href = target.checkIn;
      check.hidden = false;
    }
  };
  const go = (step) => {
    next = Math.min(stops.length - 1, Math.max(0, next + step));
    tell();
  };
  const keepAwake = async () => {
    try {
      lock = await navigator.wakeLock?.request("screen");
    } catch {
      lock = null; // The screen then goes dark as it always does.
    }
  };
  const stop = () => {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
    last = null;
    lock?.release();
    lock = null;
    part("follow-on").hidden = true;
    part("follow-ask").hidden = false;
    show(null);
  };
  part("follow-start").addEventListener("click", () => {
    part("follow-ask").hidden = true;
    part("follow-on").hidden = false;
    part("follow-towards").focus?.();
    tell();
    keepAwake();
    watch = navigator.geolocation.watchPosition(
      ({ coords }) => {
        last = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy };
        show(last);
        tell();
      },
      (error) => {
        if (error.code === 1) stop();
        part(error.code === 1 ? "follow-refused" : "follow-note").textContent =
          say(error.code === 1 ? "walk_refused" : "walk_lost");
      },
      { enableHighAccuracy: true, maximumAge: 5000, timeout: 30000 },
    );
  });
  part("follow-before").addEventListener("click", () => go(-1));
  part("follow-next").addEventListener("click", () => go(1));
  part("follow-end").addEventListener("click", stop);
  document.addEventListener("visibilitychange", () => {
    if (watch !== null && document.visibilityState === "visible") keepAwake();
  });
  part("follow").hidden = false;
};

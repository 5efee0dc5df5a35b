"use strict";
// The figures of the hexagon that was chosen, each with the way to its origin.
learnmap.planner.showPicked = (hexagon, layers, query) => {
  const { say, count } = learnmap.planner;
  const box = document.getElementById("picked");
  const text = (name, words) => {
    const made = document.createElement(name);
    made.textContent = words;
    return made;
  };
  if (!hexagon) {
    box.replaceChildren(text("p", say("picked_none")));
    return;
  }
  const address = (part, within) => {
    const asked = new URLSearchParams(query);
    asked.set("area", `hex:${hexagon.id}`);
    asked.set("part", part);
    asked.set("within", within);
    return `/planner/number?${asked}`;
  };
  const figure = (residents, part, within) => {
    const link = text("a", count(residents));
    link.className = "number";
    link.href = address(part, within);
    return link;
  };
  const list = document.createElement("dl");
  const add = (words, shown) => {
    const value = document.createElement("dd");
    value.append(shown);
    list.append(text("dt", words), value);
  };
  const { limits, minutes, longest } = layers;
  const beyond = hexagon.total - hexagon.covered[limits.indexOf(minutes)] - hexagon.unplaced;
  add(say("picked_total"), figure(hexagon.total, "total", minutes));
  add(
    say("picked_median"),
    hexagon.median_s === null
      ? say("picked_far", { minutes: longest })
      : say("picked_minutes", { minutes: Math.ceil(hexagon.median_s / 6) / 10 }),
  );
  limits.forEach((one, row) => {
    add(say("picked_within", { minutes: one }), figure(hexagon.covered[row], "covered", one));
  });
  add(say("picked_beyond", { minutes }), figure(Math.max(0, beyond), "uncovered", minutes));
  add(say("picked_unplaced"), figure(hexagon.unplaced, "unplaced", minutes));
  box.replaceChildren(text("p", say("picked_id", { id: hexagon.id })), list);
};

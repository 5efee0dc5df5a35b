"use strict";
// What the map's script says, in the page's language, and numbers as the page writes them.
learnmap.planner = {};
(() => {
  const element = document.getElementById("map");
  const words = element ? JSON.parse(element.dataset.words) : {};
  learnmap.planner.say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
  learnmap.planner.count = (residents) => (residents < 100 ? fine : whole).format(residents);
})();

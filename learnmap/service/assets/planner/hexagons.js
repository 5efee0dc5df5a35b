"use strict";
// Residents in hexagons: colour tells the walk of half of them, its strength how many they are,
// and a heavy outline that some cannot walk there in time. The colours differ in lightness too.
learnmap.planner.hexagons = (() => {
  const { say, count } = learnmap.planner;
  const COLOURS = ["#f6d746", "#fb9b06", "#e8602d", "#cf4446", "#9b2964", "#420a68"];
  const STRENGTHS = [0.35, 0.6, 0.85];
  const STEP = 1e-5;

  const places = (ring) => {
    const found = [];
    for (let at = 0; at < ring.length; at += 2) found.push([ring[at] * STEP, ring[at + 1] * STEP]);
    return found;
  };

  // Evenly from the lightest to the darkest, whatever cutoffs a city has.
  const colourOf = (step, steps) => COLOURS[Math.round((step * (COLOURS.length - 1)) / steps)];

  const stepOf = (hexagon, cutoffs) => {
    const seconds = hexagon.median_s ?? Infinity;
    const step = cutoffs.findIndex((minutes) => seconds <= 60 * minutes);
    return step < 0 ? cutoffs.length : step;
  };

  const thirds = (hexagons) => {
    const totals = hexagons.map(({ total }) => total).sort((a, b) => a - b);
    const at = (share) => totals[Math.floor(share * (totals.length - 1))] ?? 0;
    return [at(1 / 3), at(2 / 3)];
  };

  const leavesOut = (hexagon, layers) =>
    hexagon.total - hexagon.covered[layers.limits.indexOf(layers.minutes)] > 1e-6;

  const draw = (layers, renderer) => {
    const bounds = thirds(layers.hexagons);
    const outlined = [];
    const group = L.layerGroup(
      layers.hexagons.map((hexagon) => {
        const out = leavesOut(hexagon, layers);
        const crowd = bounds.filter((bound) => hexagon.total > bound).length;
        const shape = L.polygon(places(hexagon.ring), {
          renderer,
          interactive: false,
          stroke: out,
          color: "#16202b",
          fillColor: colourOf(stepOf(hexagon, layers.cutoffs), layers.cutoffs.length),
          fillOpacity: STRENGTHS[crowd],
        });
        if (out) outlined.push(shape);
        return shape;
      }),
    );
    group.thicken = (weight) => outlined.forEach((shape) => shape.setStyle({ weight }));
    return group;
  };

  const legend = (layers) => {
    const { cutoffs, minutes } = layers;
    const [first, second] = thirds(layers.hexagons).map(count);
    return [
      ...cutoffs.map((one, step) => ({
        colour: colourOf(step, cutoffs.length),
        words: say("class_within", { minutes: one }),
      })),
      {
        colour: colourOf(cutoffs.length, cutoffs.length),
        words: say("class_beyond", { minutes: cutoffs.at(-1) }),
      },
      { sign: "outline", words: say("class_limit", { minutes }) },
      { sign: "strength", words: say("class_crowd", { first, second }) },
    ];
  };

  // A hexagon is convex, but a ring of any shape is as easily asked.
  const holds = (ring, { lat, lng }) => {
    let inside = false;
    for (let now = 0, last = ring.length - 2; now < ring.length; last = now, now += 2) {
      const [y, x, beforeY, beforeX] = [ring[now], ring[now + 1], ring[last], ring[last + 1]];
      const [north, east] = [lat / STEP, lng / STEP];
      if (y > north !== beforeY > north && east < x + ((north - y) * (beforeX - x)) / (beforeY - y)) {
        inside = !inside;
      }
    }
    return inside;
  };

  const at = (layers, place) => layers.hexagons.find(({ ring }) => holds(ring, place));
  return { draw, legend, at, holds, places };
})();

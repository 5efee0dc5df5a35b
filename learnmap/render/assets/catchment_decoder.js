"use strict";
// Outlines from the page's bytes: see learnmap/render/outline_planes.py.
learnmap.readOutlines = (bytes, step) => {
  let at = 0;
  const list = (length) => {
    const values = new Uint32Array(length);
    for (let plane = 0; plane < 4; plane += 1) {
      for (let place = 0; place < length; place += 1) {
        values[place] |= bytes[at + place] << (8 * plane);
      }
      at += length;
    }
    return values;
  };
  // Sums of all before each place, and of all at the end.
  const starts = (counts) => {
    const sums = new Uint32Array(counts.length + 1);
    counts.forEach((count, place) => { sums[place + 1] = sums[place] + count; });
    return sums;
  };
  const places = (zigzag) => {
    const sums = new Int32Array(zigzag.length);
    let sum = 0;
    zigzag.forEach((value, place) => {
      sum += (value >>> 1) ^ -(value & 1);
      sums[place] = sum;
    });
    return sums;
  };

  const [outlines, rings, vertices] = list(3);
  const firstRing = starts(list(outlines));
  const firstVertex = starts(list(rings));
  const east = places(list(vertices)), north = places(list(vertices));

  // Returns rings of [latitude, longitude]; none where the page holds no such outline.
  return (number) => {
    const found = [];
    for (let ring = firstRing[number]; ring < firstRing[number + 1]; ring += 1) {
      const made = [];
      for (let place = firstVertex[ring]; place < firstVertex[ring + 1]; place += 1) {
        made.push([north[place] * step, east[place] * step]);
      }
      found.push(made);
    }
    return found;
  };
};

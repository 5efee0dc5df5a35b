"use strict";
// Lists of integers from the page's bytes: see learnmap/render/outline_planes.py.
learnmap.listsOf = (bytes) => {
  let at = 0;
  return {
    next: (length) => {
      const values = new Uint32Array(length);
      for (let plane = 0; plane < 4; plane += 1) {
        for (let place = 0; place < length; place += 1) {
          values[place] |= bytes[at + place] << (8 * plane);
        }
        at += length;
      }
      return values;
    },
    rest: () => bytes.subarray(at),
  };
};

// Sums of all before each place, and of all at the end.
learnmap.startsOf = (counts) => {
  const sums = new Uint32Array(counts.length + 1);
  counts.forEach((count, place) => { sums[place + 1] = sums[place] + count; });
  return sums;
};

learnmap.readOutlines = (bytes, { step }) => {
  const { next } = learnmap.listsOf(bytes);
  const places = (zigzag) => {
    const sums = new Int32Array(zigzag.length);
    let sum = 0;
    zigzag.forEach((value, place) => {
      sum += (value >>> 1) ^ -(value & 1);
      sums[place] = sum;
    });
    return sums;
  };

  const [outlines, rings, vertices] = next(3);
  const firstRing = learnmap.startsOf(next(outlines));
  const firstVertex = learnmap.startsOf(next(rings));
  const east = places(next(vertices)), north = places(next(vertices));

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

"use strict";
// Outlines from the page's compact text: see learnmap/render/catchment_encoding.py.
learnmap.decodeOutline = (() => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const codes = new Map([...alphabet].map((letter, value) => [letter, value]));
  const step = 1e-5;

  // Returns polygons of rings of [latitude, longitude].
  return (text) => {
    const polygons = [[[]]];
    let east = 0, north = 0, at = 0;
    const next = () => {
      let value = 0, shift = 1, code;
      do {
        code = codes.get(text[at]);
        at += 1;
        value += (code & 31) * shift;
        shift *= 32;
      } while (code & 32);
      return value % 2 ? -(value + 1) / 2 : value / 2;
    };
    while (at < text.length) {
      if (text[at] === "!") { polygons.push([[]]); at += 1; }
      if (text[at] === ".") { polygons[polygons.length - 1].push([]); at += 1; }
      east += next();
      north += next();
      const rings = polygons[polygons.length - 1];
      rings[rings.length - 1].push([north * step, east * step]);
    }
    return polygons;
  };
})();

"use strict";
// Catchments of very many points, as cells: see learnmap/render/catchment_cells.py.
learnmap.readCells = (bytes, { east, north, radius }) => {
  const { profiles, cutoffs } = learnmap.data;
  const margin = 2, width = 2 * radius + 1 + 2 * margin;
  const planes = profiles.length * cutoffs.length;
  const lists = learnmap.listsOf(bytes);
  const tables = [];
  for (let plane = 0; plane < planes; plane += 1) {
    tables.push(lists.next(plane < cutoffs.length ? 64 * 16 * 5 : 16 * 10 * 10 * 5));
  }
  const starts = learnmap.startsOf(lists.next(learnmap.points.all.length));
  const streams = lists.rest();

  const around = (map, at) => map[at - width] + map[at + width] + map[at - 1] + map[at + 1];
  const contextOf = (maps, plane, at, near) => {
    const here = maps[plane], cutoff = plane % cutoffs.length;
    const wider = cutoff > 0 ? around(maps[plane - 1], at) : 4;
    const four = here[at - 1] + 2 * here[at - width] + 4 * here[at - width - 1]
      + 8 * here[at - width + 1];
    if (plane < cutoffs.length) {
      const six = four + 16 * here[at - 2] + 32 * here[at - 2 * width];
      return (six * 16 + near) * 5 + wider;
    }
    const same = maps[plane - cutoffs.length];
    const told = same[at] * 5 + around(same, at);
    const narrower = maps[plane - cutoffs.length + 1];
    const closer = cutoff < cutoffs.length - 1 ? narrower[at] * 5 + around(narrower, at) : 0;
    return ((four * 10 + told) * 10 + closer) * 5 + wider;
  };

  // Reads bits of which each one's likelihood is known, in 4096ths.
  const bitsOf = (stream) => {
    let low = 0, high = 0xffffffff, next = 0, value = 0;
    const shift = () => { value = ((value << 8) | (stream[next] || 0)) >>> 0; next += 1; };
    for (let byte = 0; byte < 4; byte += 1) shift();
    return (likely) => {
      const middle = low + Math.floor((high - low) / 4096) * likely;
      const bit = value <= middle ? 1 : 0;
      if (bit) high = middle; else low = middle + 1;
      while ((low ^ high) >>> 24 === 0) {
        shift();
        low = (low << 8) >>> 0;
        high = ((high << 8) | 255) >>> 0;
      }
      return bit;
    };
  };

  const mapsOf = (point) => {
    const bit = bitsOf(streams.subarray(starts[point.number], starts[point.number + 1]));
    const maps = [];
    for (let plane = 0; plane < planes; plane += 1) {
      maps.push(new Uint8Array(width * width));
      for (let row = margin; row < width - margin; row += 1) {
        for (let column = margin; column < width - margin; column += 1) {
          const at = row * width + column;
          if (plane % cutoffs.length > 0 && !maps[plane - 1][at]) continue;
          const away = (row - margin - radius) ** 2 + (column - margin - radius) ** 2;
          const near = Math.min(15, Math.floor((Math.sqrt(away) * 16) / (radius + 1)));
          maps[plane][at] = bit(tables[plane][contextOf(maps, plane, at, near)]);
        }
      }
    }
    return maps;
  };

  // The rim of a map as rings: along the edges of cells, the inside on the left, from middle to
  // middle of them, so that corners are cut.
  const ringsOf = (map, west, south) => {
    const ways = [1, width, -1, -width];
    const edges = new Set();
    map.forEach((inside, at) => {
      if (!inside) return;
      if (!map[at - width]) edges.add(at * 4);
      if (!map[at + 1]) edges.add((at + 1) * 4 + 1);
      if (!map[at + width]) edges.add((at + width + 1) * 4 + 2);
      if (!map[at - 1]) edges.add((at + width) * 4 + 3);
    });
    const rings = [];
    for (const first of edges) {
      const ring = [];
      for (let edge = first; edges.delete(edge);) {
        const from = edge >> 2, way = edge & 3, to = from + ways[way];
        ring.push([
          (south + (Math.floor(from / width) + Math.floor(to / width)) / 2) * north,
          (west + ((from % width) + (to % width)) / 2) * east,
        ]);
        edge = [1, 0, 3].map((turn) => to * 4 + ((way + turn) & 3)).find((one) => edges.has(one));
      }
      rings.push(ring);
    }
    return rings;
  };

  let last = null, maps = [];
  return (number) => {
    const point = learnmap.points.all[Math.floor(number / planes)];
    if (point !== last) maps = mapsOf(point);
    last = point;
    const at = number % planes;
    const plane = at - (at % cutoffs.length) + cutoffs.length - 1 - (at % cutoffs.length);
    const corner = (degrees, size) => Math.floor(degrees / size) - radius - margin;
    return ringsOf(maps[plane], corner(point.place[1], east), corner(point.place[0], north));
  };
};

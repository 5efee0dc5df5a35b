"use strict";
// All points of the city as dots on the map, drawn tile by tile; many in a small place are one
// ring with their number. Tens of thousands of them pan as a picture does.
learnmap.dots = (() => {
  const TILE = 256;
  const CELL = 64; // pixels
  const SINGLE_FROM = 16; // zoom
  const DOT = 9;
  const REACH = 22; // of a finger
  const { kinds } = learnmap.words;

  // Web Mercator, the world from 0 to 1.
  const worldX = (lon) => lon / 360 + 0.5;
  const worldY = (lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

  const read = (sent) => {
    let lon = 0, lat = 0;
    return sent.id.map((id, row) => {
      lon += sent.lon[row];
      lat += sent.lat[row];
      return { id, lon: lon / 1e5, lat: lat / 1e5, kind: sent.kinds[sent.kind[row]],
        x: worldX(lon / 1e5), y: worldY(lat / 1e5) };
    }).sort((a, b) => a.x - b.x);
  };

  const firstFrom = (points, x) => {
    let low = 0, high = points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (points[middle].x < x) low = middle + 1; else high = middle;
    }
    return low;
  };

  // Groups of a tile: the points of each cell, and where on the tile they are drawn.
  const groupsOf = (points, { x, y, z }) => {
    const scale = TILE * 2 ** z;
    const cells = new Map();
    const single = z >= SINGLE_FROM;
    for (let at = firstFrom(points, (x * TILE) / scale); at < points.length; at += 1) {
      const point = points[at];
      const px = point.x * scale - x * TILE;
      if (px >= TILE) break;
      const py = point.y * scale - y * TILE;
      if (py < 0 || py >= TILE) continue;
      const key = single ? at : Math.floor(py / CELL) * 8 + Math.floor(px / CELL);
      const cell = cells.get(key);
      if (cell) { cell.points.push(point); cell.px += px; cell.py += py; }
      else cells.set(key, { points: [point], px, py });
    }
    return [...cells.values()].map(({ points: held, px, py }) => {
      const size = held.length === 1 ? DOT + 1 : Math.min(13 + 2 * Math.log2(held.length), 28);
      const inside = (value) => Math.min(Math.max(value / held.length, size + 1), TILE - size - 1);
      return { points: held, size, px: inside(px), py: inside(py) };
    });
  };

  const draw = (pen, { points, size, px, py }) => {
    const one = points.length === 1;
    pen.beginPath();
    pen.arc(px, py, size, 0, 2 * Math.PI);
    pen.fillStyle = one ? kinds[points[0].kind][1] : "#ffffff";
    pen.strokeStyle = one ? "#ffffff" : "#0b5cad";
    pen.lineWidth = one ? 2 : 3;
    pen.fill();
    pen.stroke();
    pen.fillStyle = one ? "#ffffff" : "#0b3d73";
    pen.font = `700 ${one ? 11 : 13}px system-ui, "Noto Sans CJK SC", sans-serif`;
    pen.fillText(one ? kinds[points[0].kind][2] : String(points.length), px, py + 0.5);
  };

  const layerOf = (points) => {
    const Dots = L.GridLayer.extend({
      createTile(at) {
        const canvas = document.createElement("canvas");
        const sharp = Math.min(devicePixelRatio || 1, 2);
        canvas.width = canvas.height = TILE * sharp;
        const pen = canvas.getContext("2d");
        pen.scale(sharp, sharp);
        pen.textAlign = "center";
        pen.textBaseline = "middle";
        for (const group of groupsOf(points, at)) draw(pen, group);
        return canvas;
      },
    });
    return new Dots({ pane: "overlayPane", maxZoom: 22, updateWhenIdle: false, keepBuffer: 1 });
  };

  // What a finger meant: the group nearest to it, if it is near enough.
  const groupAt = (points, map, latlng) => {
    const z = map.getZoom();
    const at = map.project(latlng, z);
    const x = Math.floor(at.x / TILE), y = Math.floor(at.y / TILE);
    let best = null, least = REACH;
    for (const [dx, dy] of [[0, 0], [-1, 0], [1, 0], [0, -1], [0, 1], [-1, -1], [1, 1], [-1, 1], [1, -1]]) {
      for (const group of groupsOf(points, { x: x + dx, y: y + dy, z })) {
        const far = Math.hypot((x + dx) * TILE + group.px - at.x, (y + dy) * TILE + group.py - at.y) - group.size / 2;
        if (far < least) { least = far; best = group; }
      }
    }
    return best;
  };

  return { read, layerOf, groupAt };
})();

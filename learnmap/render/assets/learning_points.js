"use strict";
// The points of the page: numbers come with the markers, texts stand in the table's rows.
learnmap.points = (() => {
  const points = [];
  const byId = new Map();
  let rows = document.querySelectorAll("#points > tbody > tr");

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

  const add = (numbers) => {
    const [latitude, longitude, number, kind, status, fictional, entranceLat, entranceLon] = numbers;
    const row = rows[number];
    const names = { zh: "", en: "" };
    for (const part of row.cells[0].querySelectorAll("b")) names[part.lang] = part.textContent;
    const point = {
      number, row, kind, status,
      id: row.id.slice(2),
      place: [latitude, longitude],
      entrance: entranceLat === undefined ? null : [entranceLat, entranceLon],
      fictional: fictional === 1,
      names: [names.zh, names.en],
      sought: fold(`${names.zh}\n${names.en}`),
      marker: null,
      visible: true,
      ready: false,
    };
    if (!names.zh && !names.en) point.names = [point.id, point.id];
    points[number] = point;
    byId.set(point.id, point);
    return point;
  };

  // Before a row is shown its name becomes a link to the map.
  const prepare = (point) => {
    if (point.ready) return point.row;
    point.ready = true;
    const heading = point.row.cells[0];
    const link = document.createElement("a");
    link.href = `#p-${point.id}`;
    link.append(...heading.querySelectorAll(":scope > b"));
    heading.prepend(link);
    return point.row;
  };

  // A long list comes with lean rows; the full ones stand compressed in the page.
  const readFullRows = async () => {
    const packed = document.getElementById("rows-data");
    if (!packed || typeof DecompressionStream === "undefined") return;
    const stream = new Blob([learnmap.bytesOf(packed)]).stream()
      .pipeThrough(new DecompressionStream("gzip"));
    const body = document.createElement("tbody");
    // Markup of the page's own making: names in it are escaped as everywhere in the page.
    body.innerHTML = await new Response(stream).text();
    rows = [...body.rows];
    for (const point of points) {
      const row = rows[point.number];
      row.className = point.row.className;
      point.row = row;
      point.ready = false;
    }
    learnmap.table.replaceBody(body);
    packed.remove();
  };

  return {
    all: points, prepare, readFullRows, add, fold,
    withId: (id) => byId.get(id),
    nameOf: (point) => learnmap.language.pick(point.names),
    ofRow: (row) => byId.get(row.id.slice(2)),
  };
})();

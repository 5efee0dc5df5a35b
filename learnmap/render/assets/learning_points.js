"use strict";
// The points of the page: numbers come with the markers, texts stand in the table's rows.
learnmap.points = (() => {
  const points = [];
  const byId = new Map();
  const rows = document.querySelectorAll("#points > tbody > tr");

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
    };
    if (!names.zh && !names.en) point.names = [point.id, point.id];
    points[number] = point;
    byId.set(point.id, point);
    return point;
  };

  return {
    all: points, add, fold,
    withId: (id) => byId.get(id),
    nameOf: (point) => learnmap.language.pick(point.names),
    ofRow: (row) => byId.get(row.id.slice(2)),
  };
})();

"use strict";
// The points of the page: numbers come packed, names stand in the table's rows; so do all other
// texts, unless the list is long: then its rows are lean, and the cells of full ones come packed.
learnmap.points = (() => {
  const points = [];
  const byId = new Map();
  const placeColumn = 2;
  const degrees = (millionths) => millionths / 1e6;
  let cells = [], lines = [];

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

  const namesOf = (heading) => {
    const names = { zh: "", en: "" };
    // In a lean row Chinese stands bare, as the language of the page without scripts.
    if (cells.length && heading.firstChild.nodeType === Node.TEXT_NODE) {
      names.zh = heading.firstChild.data.trim();
    }
    for (const part of heading.querySelectorAll(":scope > [lang]")) {
      names[part.lang] = part.firstChild.textContent.trim();
    }
    return names;
  };

  const add = (row, number, columns) => {
    const north = columns.north[number], east = columns.east[number];
    const entrance = columns.entrance[number];
    const names = namesOf(row.cells[0]);
    const point = {
      number, row,
      kind: columns.kind[number],
      status: columns.status[number],
      id: row.id.slice(2),
      place: [degrees(north), degrees(east)],
      entrance: entrance && [degrees(north + entrance[0]), degrees(east + entrance[1])],
      fictional: columns.fictional[number] === 1,
      // Of a lean row, as markup; full rows have it in their cells.
      address: cells.length ? row.cells[1].innerHTML.split("<p>")[0] : "",
      names: [names.zh, names.en],
      sought: fold(`${names.zh}\n${names.en}`),
      marker: null,
      visible: true,
      ready: false,
    };
    if (!names.zh && !names.en) point.names = [point.id, point.id];
    points.push(point);
    byId.set(point.id, point);
  };

  const read = async () => {
    const columns = JSON.parse(new TextDecoder().decode(await learnmap.unpack("points-data")));
    ({ cells, lines } = columns);
    const rows = document.querySelectorAll("#points > tbody > tr[id]");
    rows.forEach((row, number) => add(row, number, columns));
  };

  // Markup of the page's own making: texts in it are escaped as everywhere in the page.
  const markupOf = (point, column) => {
    const packed = cells[column][point.number]
      .map((part) => (typeof part === "number" ? lines[part] : part)).join("");
    return column === placeColumn && point.address ? `<p>${point.address}${packed}` : packed;
  };

  // Before a row is shown its name becomes a link to the map.
  const prepare = (point) => {
    if (point.ready) return point.row;
    point.ready = true;
    const link = document.createElement("a");
    link.href = `#p-${point.id}`;
    if (cells.length) {
      const [tags, ...full] = cells.map((_, column) => markupOf(point, column));
      point.row.innerHTML = `<th>${tags}${full.map((cell) => `<td>${cell}`).join("")}`;
      for (const [at, lang] of ["zh", "en"].entries()) {
        if (!point.names[at]) continue;
        const name = document.createElement("b");
        name.lang = lang;
        name.textContent = point.names[at];
        link.append(name);
      }
    }
    const heading = point.row.cells[0];
    link.append(...heading.querySelectorAll(":scope > b"));
    heading.prepend(link);
    return point.row;
  };

  const cellOf = (point, column) => {
    if (point.ready || !cells.length) return point.row.cells[column];
    const cell = document.createElement("td");
    cell.innerHTML = markupOf(point, column);
    return cell;
  };

  return {
    all: points, read, prepare, cellOf, fold,
    withId: (id) => byId.get(id),
    nameOf: (point) => learnmap.language.pick(point.names),
  };
})();

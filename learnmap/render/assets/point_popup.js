"use strict";
// A point's pop-up: the same cells as its row in the list, copied as elements, never as markup.
learnmap.popup = (() => {
  const heads = [...document.querySelectorAll("#points > thead th")];

  const copy = (from, to) => {
    for (const node of from.childNodes) to.append(node.cloneNode(true));
  };

  const content = (point) => {
    const box = document.createElement("div");
    box.className = "facts";
    learnmap.points.prepare(point);
    const title = document.createElement("h3");
    title.tabIndex = -1;
    copy(point.row.cells[0].querySelector("a"), title);
    box.append(title);
    for (const tag of point.row.cells[0].querySelectorAll("em")) box.append(tag.cloneNode(true), " ");
    const list = document.createElement("dl");
    for (let column = 1; column < heads.length; column += 1) {
      const cell = point.row.cells[column];
      if (!cell || !cell.textContent.trim()) continue;
      const term = document.createElement("dt");
      copy(heads[column].querySelector("button") || heads[column], term);
      const facts = document.createElement("dd");
      copy(cell, facts);
      list.append(term, facts);
    }
    box.append(list);
    const link = document.createElement("a");
    link.href = `#p-${point.id}`;
    link.className = "to-list";
    link.textContent = learnmap.language.say("in_list");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      learnmap.table.reveal(point);
    });
    box.append(link);
    return box;
  };
  return { content };
})();

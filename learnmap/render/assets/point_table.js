"use strict";
// The list below the map: sorting, a first page of rows, and the way to the map and back.
learnmap.table = (() => {
  const page = 30;
  const table = document.getElementById("points");
  const body = table.tBodies[0];
  const state = document.getElementById("list-state");
  const more = document.getElementById("more");
  const all = document.getElementById("all");
  let shown = page;
  let order = [];

  // Rows that are not shown are not in the page: ten thousand would slow down every change of it.
  const show = () => {
    const wanted = order.filter((point) => point.visible);
    const rows = wanted.slice(0, shown).map(learnmap.points.prepare);
    body.replaceChildren(...rows);
    const left = wanted.length - rows.length;
    more.hidden = all.hidden = left <= 0;
    const { say } = learnmap.language;
    more.textContent = say("show_more", { count: Math.min(left, page * 2) });
    all.textContent = say("show_all", { count: wanted.length });
    state.textContent = wanted.length
      ? say("shown", { shown: rows.length, total: wanted.length }) : say("found_none");
  };

  const reveal = (point) => {
    const place = order.filter((one) => one.visible).indexOf(point);
    if (place >= shown) { shown = place + 1; show(); }
    point.row.scrollIntoView({ block: "center" });
    point.row.cells[0].querySelector("a").focus({ preventScroll: true });
  };

  const textOf = (point, column) => {
    if (column === 0) return learnmap.points.nameOf(point);
    const cell = learnmap.points.cellOf(point, column);
    const other = learnmap.language.code === "zh" ? "en" : "zh";
    return [...cell.querySelectorAll("p")]
      .map((line) => [...line.childNodes].filter((node) => node.lang !== other)
        .map((node) => node.textContent).join("")).join(" ");
  };

  const sort = (column, heading) => {
    const rising = heading.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", rising ? "ascending" : "descending");
    const collator = new Intl.Collator(learnmap.language.code === "zh" ? "zh-CN" : "en",
      { numeric: true });
    const keys = new Map(order.map((point) => [point, textOf(point, column)]));
    order.sort((a, b) => {
      const first = keys.get(a), second = keys.get(b);
      if (!first !== !second) return first ? -1 : 1;
      const compared = collator.compare(first, second) * (rising ? 1 : -1);
      return compared || a.number - b.number;
    });
    show();
  };

  const start = () => {
    order = [...learnmap.points.all];
    // A lean list comes in groups, which sorting could not keep.
    for (const group of [...table.tBodies].slice(1)) group.remove();
    // On paper every row is there.
    addEventListener("beforeprint", () => body.replaceChildren(...order.map(learnmap.points.prepare)));
    addEventListener("afterprint", show);
    [...table.tHead.rows[0].cells].forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(column, heading));
      heading.append(button);
    });
    more.addEventListener("click", () => { shown += page * 2; show(); });
    all.addEventListener("click", () => { shown = Infinity; show(); });
    // Links to a point, in the list and elsewhere on the page, lead to it on the map.
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#p-']");
      if (!link || link.classList.contains("to-list")) return;
      const point = learnmap.points.withId(decodeURIComponent(link.hash.slice(3)));
      if (!point) return;
      event.preventDefault();
      learnmap.selection.find(point);
    });
    learnmap.language.onChange(show);
    show();
    document.documentElement.classList.add("ready");
  };
  return { start, show, reveal };
})();

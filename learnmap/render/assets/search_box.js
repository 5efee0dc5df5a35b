"use strict";
// Search by name: a combobox whose list the arrow keys walk through.
learnmap.search = (() => {
  const most = 8;
  const input = document.getElementById("search");
  const list = document.getElementById("results");
  let active = -1, timer = 0;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (point) => {
    close();
    learnmap.selection.find(point);
  };
  const option = (point, number) => {
    const item = document.createElement("li");
    item.id = `result-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("b");
    name.textContent = learnmap.points.nameOf(point);
    const kind = document.createElement("small");
    kind.textContent = learnmap.language.pick(learnmap.data.kinds[point.kind].names);
    item.append(name, " ", kind);
    item.point = point;
    item.addEventListener("pointerdown", (event) => event.preventDefault());
    item.addEventListener("click", () => choose(point));
    return item;
  };
  const walk = (step) => {
    const items = list.children;
    if (!items.length) return;
    if (items[active]) items[active].setAttribute("aria-selected", "false");
    active = (active + step + items.length) % items.length;
    items[active].setAttribute("aria-selected", "true");
    items[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[active].id);
  };
  const suggest = () => {
    const sought = learnmap.points.fold(input.value);
    learnmap.filter.seek(input.value);
    list.replaceChildren();
    close();
    if (!sought) return;
    const found = learnmap.points.all.filter((point) => point.visible);
    // Names that begin with the text come first.
    const starts = (point) => point.sought.split("\n").some((name) => name.startsWith(sought));
    found.sort((a, b) => starts(b) - starts(a) || a.number - b.number);
    list.append(...found.slice(0, most).map(option));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
  };
  const keys = {
    ArrowDown: () => { if (list.hidden) suggest(); walk(1); },
    ArrowUp: () => walk(-1),
    Enter: () => { if (list.children.length) choose((list.children[active] || list.children[0]).point); },
    Escape: () => {
      if (!list.hidden) { close(); return; }
      input.value = "";
      suggest();
    },
  };

  const start = () => {
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(suggest, 120);
    });
    input.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.isComposing) return;
      event.preventDefault();
      clearTimeout(timer);
      if (event.key === "Enter") suggest();
      keys[event.key]();
    });
    input.addEventListener("blur", () => setTimeout(close, 150));
    learnmap.language.onChange(close);
  };
  return { start };
})();

"use strict";
// Which points show: those of the ticked kinds whose name holds the sought text.
learnmap.filter = (() => {
  const found = document.getElementById("found");
  const boxes = [...document.querySelectorAll("input[name=kind]")];
  const all = document.getElementById("all-kinds");
  let sought = "";

  const say = () => {
    const total = learnmap.points.all.length;
    const count = learnmap.points.all.filter((point) => point.visible).length;
    const key = count === 0 ? "found_none" : count === 1 ? "found_one" : "found";
    found.textContent = count === total && !sought ? "" : learnmap.language.say(key, { count });
  };
  const apply = () => {
    const kinds = new Set(boxes.filter((box) => box.checked).map((box) => Number(box.value)));
    let changed = false;
    for (const point of learnmap.points.all) {
      const visible = kinds.has(point.kind) && point.sought.includes(sought);
      changed = changed || visible !== point.visible;
      point.visible = visible;
    }
    all.checked = kinds.size === boxes.length;
    all.indeterminate = kinds.size > 0 && kinds.size < boxes.length;
    say();
    if (!changed) return;
    learnmap.pointMarkers.show();
    learnmap.table.show();
  };
  const seek = (text) => {
    sought = learnmap.points.fold(text);
    apply();
  };
  const start = () => {
    for (const box of boxes) box.addEventListener("change", apply);
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      apply();
    });
    learnmap.language.onChange(say);
    apply();
  };
  return { start, seek };
})();

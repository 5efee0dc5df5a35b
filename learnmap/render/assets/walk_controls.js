"use strict";
// Who walks and how long: the controls beside the map.
learnmap.walk = (() => {
  const state = document.getElementById("walk-state");
  const union = document.getElementById("union");
  const profile = () => Number(document.querySelector("input[name=profile]:checked").value);
  const cutoffs = () => [...document.querySelectorAll("input[name=band]:checked")]
    .map((box) => Number(box.value));

  const show = () => {
    const point = learnmap.chosenPoint;
    const result = learnmap.catchments.showPoint(point, profile(), cutoffs());
    const name = point ? learnmap.points.nameOf(point) : "";
    const keys = {
      none: "walking_hint", shown: "walking_shown", missing: "walking_none", other: "walking_other",
    };
    state.textContent = learnmap.language.say(keys[result], { name });
    learnmap.catchments.showUnion(Boolean(union && union.checked), profile(), cutoffs());
  };

  const start = () => {
    for (const input of document.querySelectorAll(".walk input")) {
      input.addEventListener("change", show);
    }
    learnmap.language.onChange(show);
    show();
  };
  return { start, show };
})();

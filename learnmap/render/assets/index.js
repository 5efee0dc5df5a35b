"use strict";
// The language switch of the front page; the maps remember what was chosen.
(() => {
  const button = document.getElementById("language");
  const at = () => (learnmap.language.code === "zh" ? 0 : 1);
  const label = () => {
    button.textContent = button.dataset.labels.split("|")[at()];
    button.setAttribute("aria-label", button.dataset.names.split("|")[at()]);
    button.lang = at() ? "zh-CN" : "en";
    button.hidden = false;
  };
  button.addEventListener("click", () => learnmap.language.set(at() ? "zh" : "en"));
  learnmap.language.onChange(label);
  label();
})();

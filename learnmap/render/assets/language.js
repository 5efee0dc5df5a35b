"use strict";
// The language of the page: one switch for everything, kept in the address and, where the
// browser allows it, in its storage. Texts stand in both languages in the page; the style
// shows the one that the lang attribute names.
const learnmap = {};

learnmap.language = (() => {
  const tags = { zh: "zh-CN", en: "en" };
  const listeners = [];
  let current = "zh";

  const fromAddress = () => new URLSearchParams(location.hash.slice(1)).get("lang");
  const stored = () => {
    try { return localStorage.getItem("learnmap.language"); } catch { return null; }
  };
  const store = (code) => {
    try { localStorage.setItem("learnmap.language", code); } catch { /* storage is off */ }
  };

  const show = () => {
    document.documentElement.lang = tags[current];
  };
  const set = (code) => {
    if (!tags[code]) return;
    current = code;
    store(code);
    show();
    for (const listener of listeners) listener(code);
  };
  const index = () => (current === "zh" ? 0 : 1);

  // Words of a key in the page's language, {name} replaced by a value.
  const say = (key, values = {}) => {
    const pair = learnmap.data.words[key];
    return pair[index()].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
  const pick = (pair) => pair[index()] || pair[1 - index()] || "";

  const wanted = [fromAddress(), stored()].find((code) => tags[code]);
  if (wanted) current = wanted;
  document.documentElement.classList.add("js");
  show();

  return {
    get code() { return current; },
    set, say, pick,
    onChange: (listener) => listeners.push(listener),
  };
})();

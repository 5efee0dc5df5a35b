"use strict";
// What the page says, in its language; values in braces are put in.
globalThis.learnmap = {};

learnmap.words = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const words = read("words");
  const kinds = read("kinds");
  const language = document.documentElement.lang.split("-")[0];
  const locale = language === "zh" ? "zh-CN" : "en-GB";

  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  // A name in both languages as far as it has them, the reader's first.
  const name = (facts) =>
    facts[`name_${language}`] || facts.name_zh || facts.name_en || "";

  // Somebody typed both languages into one cell, as `中文 / English`.
  const typed = (text) => {
    const [zh, en, more] = (text || "").split(" / ");
    const isPair = en && more === undefined && /[㐀-鿿]/.test(zh) && !/[㐀-鿿]/.test(en);
    return isPair ? (language === "zh" ? zh : en).trim() : text || "";
  };

  const distance = (metres) => {
    const tens = Math.max(10 * Math.round(metres / 10), 10);
    if (tens < 1000) return say("metres", { metres: tens });
    const km = (metres / 1000).toFixed(1).replace(/\.0$/, "");
    return say("kilometres", { km });
  };

  // Times come on the city's clock, as ISO text: the phone may be in another zone.
  const dayOf = (iso) => Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10));
  const when = (iso, now) => {
    const time = iso.slice(11, 16);
    const days = Math.round((dayOf(iso) - dayOf(now)) / 86400000);
    if (days === 0) return time;
    if (days === 1) return `${say("tomorrow")} ${time}`;
    const date = new Date(dayOf(iso)).toLocaleDateString(locale, {
      timeZone: "UTC", ...(days > 0 && days < 7 ? { weekday: "short" } : { day: "numeric", month: "short" }),
    });
    return `${date} ${time}`;
  };

  const element = (tag, className, ...content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...content.filter((part) => part !== null && part !== undefined && part !== ""));
    return made;
  };

  const drawn = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // Colour and character say the kind of a point.
  const mark = (code) => {
    const [, colour, glyph] = kinds[code];
    const svg = drawn("svg", { class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true" });
    const text = drawn("text", { x: 16, y: 21.5, "text-anchor": "middle", fill: "#fff" });
    text.textContent = glyph;
    svg.append(drawn("circle", { cx: 16, cy: 16, r: 15, fill: colour }), text);
    return svg;
  };

  return { say, name, typed, distance, when, element, mark, kinds, language, locale };
})();

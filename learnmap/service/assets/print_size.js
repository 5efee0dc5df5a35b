"use strict";
// Large print, remembered on this device only; without scripts the address says it.
(() => {
  const key = "learnmap.print";
  const root = document.documentElement;
  const stored = () => {
    try { return localStorage.getItem(key); } catch { return null; }
  };
  const show = (large) => root.classList.toggle("large", large);
  if (stored()) show(stored() === "large");

  document.addEventListener("DOMContentLoaded", () => {
    const link = document.querySelector("a[data-large]");
    const say = () => {
      const large = root.classList.contains("large");
      link.textContent = large ? link.dataset.usual : link.dataset.large;
    };
    say();
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const large = !root.classList.contains("large");
      try { localStorage.setItem(key, large ? "large" : "usual"); } catch { /* it holds for now */ }
      show(large);
      say();
      dispatchEvent(new Event("resize"));
    });
  });
})();

"use strict";
// The address follows what was asked, so that it can be kept and shared.
document.addEventListener("htmx:afterSettle", () => {
  const { query } = document.getElementById("answer").dataset;
  history.replaceState(null, "", `/planner?${query}`);
  document.dispatchEvent(new CustomEvent("planner:answered"));
});
document.addEventListener("htmx:responseError", () => {
  const form = document.getElementById("asking");
  location.assign(`/planner?${new URLSearchParams(new FormData(form))}`);
});

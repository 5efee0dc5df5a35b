"use strict";
// The address follows what was asked, so that it can be kept and shared, and so does the way back
// from the choice of another language.
// A heading that sorts stands outside the form that it belongs to, where htmx does not look.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const { name, value } = detail.triggeringEvent?.submitter ?? {};
  if (name) detail.parameters[name] = value;
});
document.addEventListener("htmx:afterSettle", () => {
  const { page, query } = document.getElementById("answer").dataset;
  const address = `${page}?${query}`;
  history.replaceState(null, "", address);
  const language = document.querySelector('a[href^="/staff/language/"]');
  const [path] = language.getAttribute("href").split("?");
  language.href = `${path}?next=${encodeURIComponent(address)}`;
  document.dispatchEvent(new CustomEvent("planner:answered"));
});
document.addEventListener("htmx:responseError", ({ detail }) => {
  const form = document.getElementById("asking");
  if (form.method === "post") {
    // Logged out, or a form that is not taken: what was typed stays on the page.
    const { say } = learnmap.planner;
    document.getElementById("picked")?.replaceChildren(say("step_failed", detail.xhr));
    return;
  }
  location.assign(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`);
});

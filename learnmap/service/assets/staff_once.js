"use strict";
// A form is sent once: a second click would only wait for the first.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) {
    event.preventDefault();
    return;
  }
  event.target.dataset.sent = "yes";
  for (const button of event.target.querySelectorAll("button")) button.disabled = true;
});
// A page that comes back from the browser's memory can be used again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
});

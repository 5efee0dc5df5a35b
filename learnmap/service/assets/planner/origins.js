"use strict";
// A figure's origin opens above the page. Without this script its link leads to a page of its own.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a.number");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const box = document.getElementById("origin-box");
  let told = null;
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) told = page.getElementById("origin");
  } catch {
    told = null;
  }
  if (!told) {
    // Logged out, or no network: the browser says what is the matter.
    location.assign(link.href);
    return;
  }
  box.querySelector(".told").replaceChildren(document.adoptNode(told));
  box.showModal();
});

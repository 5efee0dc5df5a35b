"use strict";
// The way to a point from where somebody is: asked for by a tap, told in words, drawn on the map.
learnmap.walkTo = (section, draw) => {
  const { say } = learnmap;
  const part = (id) => document.getElementById(id);
  const told = part("walk-told");
  const steps = part("walk-steps");
  const kept = learnmap.keptPlace();
  const chosen = section.querySelector(`input[value="${CSS.escape(learnmap.keptPace())}"]`);
  if (chosen) chosen.checked = true;
  const profile = () => section.querySelector("input[name=profile]:checked").value;
  let last = null;
  let asked = 0;

  const tell = (words) => {
    told.textContent = words;
  };
  const show = ({ properties, geometry }) => {
    tell(say("walk_found", {
      minutes: properties.minutes,
      distance: learnmap.distance(properties.length_m),
    }));
    steps.replaceChildren(
      ...properties[`words_${learnmap.language.code}`].map((sentence) => {
        const item = document.createElement("li");
        item.textContent = sentence;
        return item;
      }),
    );
    steps.hidden = false;
    draw(geometry);
  };
  const ask = async (place) => {
    last = place;
    const mine = ++asked;
    tell(say("walk_looking"));
    steps.hidden = true;
    draw(null);
    try {
      // In the body, so that no log of addresses learns the place.
      const answer = await fetch(`/api/v1/points/${section.dataset.point}/walk`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/geo+json" },
        body: JSON.stringify({ lon: place.lon, lat: place.lat, profile: profile() }),
      });
      const found = answer.ok ? await answer.json() : null;
      if (mine !== asked) return;
      if (found) show(found);
      else tell(say(answer.status === 422 ? "walk_far" : "walk_failed"));
    } catch {
      if (mine === asked) tell(say("walk_failed"));
    }
  };

  part("walk-phone").addEventListener("click", async () => {
    tell(say("walk_locating"));
    try {
      await ask(await learnmap.whereIsThePhone());
    } catch (error) {
      tell(say(error.message));
    }
  });
  if (kept) {
    const button = part("walk-kept");
    button.textContent = kept.label
      ? say("walk_from_kept", { label: kept.label })
      : say("walk_from_kept_unnamed");
    button.hidden = false;
    button.addEventListener("click", () => ask(kept));
  }
  section.addEventListener("change", () => {
    if (last) ask(last);
  });
  section.hidden = false;
};

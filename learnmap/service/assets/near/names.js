// The box where a place is typed, with what it may mean below (the combobox pattern of ARIA).
learnmap.names = (() => {
  const PAUSE_MS = 120;
  const { say, element } = learnmap.words;
  const box = document.getElementById("typed");
  const list = document.getElementById("names");
  let found = [];
  let chosen = -1;
  let pause = 0;
  let picked = () => {};
  let told = () => {};

  const nameOf = ({ properties }) => {
    const { names, name } = properties;
    return names[learnmap.words.language] || name;
  };
  const withinOf = ({ properties }) => {
    const within = properties.within || {};
    return within[learnmap.words.language] || within.zh || within.en || "";
  };

  const close = () => {
    list.hidden = true;
    chosen = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    const options = [...list.children];
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = (number + options.length) % options.length;
    options[chosen].setAttribute("aria-selected", "true");
    options[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", options[chosen].id);
  };

  const take = (number) => {
    const one = found[number];
    if (!one) return;
    const [lon, lat] = one.geometry.coordinates;
    box.value = nameOf(one);
    close();
    picked({ lon, lat, label: nameOf(one) });
  };

  const option = (one, number) => {
    const made = element("li", "", element("b", "", nameOf(one)),
      element("span", "facts", [say(`sort_${one.properties.sort}`), withinOf(one)]
        .filter(Boolean).join(" · ")));
    made.id = `name-${number}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    // Before the box loses its focus.
    made.addEventListener("pointerdown", (event) => { event.preventDefault(); });
    made.addEventListener("click", () => take(number));
    return made;
  };

  const look = async () => {
    clearTimeout(pause);
    const text = box.value.trim();
    if (!text) { found = []; close(); told(""); return false; }
    let answer;
    try {
      answer = await learnmap.service.places({ text, limit: 8 });
    } catch (error) { told(say(error.reason === "off_street" ? "results_none" : error.reason)); return false; }
    if (!answer) return false;
    found = answer.features;
    list.replaceChildren(...found.map(option));
    chosen = -1;
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    told(say(found.length ? "results_for" : "results_none", { count: found.length }));
    return found.length > 0;
  };

  const pressed = (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" && found.length) { list.hidden = false; choose(chosen + 1); event.preventDefault(); }
    else if (event.key === "ArrowUp" && isOpen) { choose(chosen < 0 ? found.length - 1 : chosen - 1); event.preventDefault(); }
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && isOpen && chosen >= 0) { take(chosen); event.preventDefault(); }
  };

  const start = (whenPicked, whenTold) => {
    picked = whenPicked;
    told = whenTold;
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-controls": "names", "aria-expanded": "false",
    })) box.setAttribute(key, value);
    const later = () => { clearTimeout(pause); pause = setTimeout(look, PAUSE_MS); };
    box.addEventListener("input", (event) => { if (!event.isComposing) later(); });
    box.addEventListener("compositionend", later);
    box.addEventListener("keydown", pressed);
    box.addEventListener("blur", close);
  };

  // Sent as it stands: what is chosen, else what fits best.
  const submit = async () => {
    if (chosen >= 0) take(chosen);
    else if (await look()) take(0);
  };

  return { start, submit, clear: () => { box.value = ""; found = []; close(); } };
})();

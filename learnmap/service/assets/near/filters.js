// Who walks and what is wanted, as the form has it.
learnmap.filters = (() => {
  const KEY = "learnmap.pace";
  const form = document.getElementById("where");
  const box = document.getElementById("filters");
  const badge = document.getElementById("filters-set");
  const clearing = document.getElementById("filters-clear");
  const ticks = [...box.querySelectorAll("input[type=checkbox]")];
  const choices = [...box.querySelectorAll("select")];
  const pace = () => form.elements.profile.value;

  const set = () => [
    ...ticks.filter((tick) => tick.checked).map((tick) => [tick.name, true]),
    ...choices.filter((choice) => choice.value).map((choice) => [choice.name, [choice.value]]),
  ];

  const count = () => {
    const { length } = set();
    badge.hidden = length === 0;
    badge.textContent = String(length);
    clearing.hidden = length === 0;
  };

  const start = (changed) => {
    box.hidden = false;
    try {
      const kept = localStorage.getItem(KEY);
      for (const one of form.elements.profile) one.checked = kept ? one.value === kept : one.checked;
      if (!pace()) form.elements.profile[0].checked = true;
    } catch { /* the page's own choice holds */ }
    form.addEventListener("change", ({ target }) => {
      if (target.id === "typed") return;
      if (target.name === "profile") {
        try { localStorage.setItem(KEY, target.value); } catch { /* for now only */ }
      }
      count();
      changed();
    });
    clearing.addEventListener("click", () => {
      for (const tick of ticks) tick.checked = false;
      for (const choice of choices) choice.value = "";
      count();
      changed();
      box.querySelector("summary").focus();
    });
  };

  return { start, pace, wanted: () => Object.fromEntries(set()), get any() { return set().length > 0; } };
})();

// What is near, as a list: the nearest in time first.
learnmap.list = (() => {
  const FIRST = 20;
  const { say, name, typed, distance, when, element, mark, kinds, language } = learnmap.words;
  const list = document.getElementById("list");
  const title = document.getElementById("found-title");
  const more = document.getElementById("more");
  const online = document.getElementById("online");
  let shown = { walk: () => {}, chosen: () => {} };

  const link = (id, text) => {
    const made = element("a", "", text);
    made.href = `/${language}/points/${encodeURIComponent(id)}`;
    return made;
  };

  const timeOf = ({ walk, straight_m: straight }) => {
    if (!walk) return element("p", "time far", say("straight_line", { distance: distance(straight) }));
    if (!walk.minutes) return element("p", "time", element("b", "", say("right_here")));
    return element("p", "time",
      element("b", "", say("minutes_walk", { minutes: walk.minutes })),
      element("span", "", distance(walk.length_m)));
  };

  const openingOf = (facts, now) => {
    const [text, tone] = learnmap.openingWords(facts, now);
    return element("p", `opening ${tone}`, text);
  };

  const sessionOf = ({ next_session: session, offerings }, now) => {
    if (!session) return null;
    const comes = offerings.some((one) => one.id === session.offering_id && one.mode === "mobile");
    const values = { name: name(session), when: when(session.starts_at, now), time: session.ends_at.slice(11, 16) };
    const text = say(session.going_on ? "session_now" : "next_session", values);
    return element("p", "facts", comes ? `${text} · ${say("mobile_here")}` : text);
  };

  const tagsOf = (facts) => {
    const tags = [typed(facts.designation)];
    if (facts.offerings.some((one) => one.free)) tags.push(say("free"));
    if (["step_free", "partly", "steps"].includes(facts.accessibility)) tags.push(say(facts.accessibility));
    return tags.filter(Boolean);
  };

  const walkButton = (point, card) => {
    const button = element("button", "", say("show_walk"));
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    const steps = element("ol", "steps");
    steps.hidden = true;
    steps.id = `walk-${point.id}`;
    button.setAttribute("aria-controls", steps.id);
    button.addEventListener("click", async () => {
      const isOpen = button.getAttribute("aria-expanded") === "true";
      if (!isOpen) {
        let walk;
        try { walk = await shown.walk(point); } catch (error) { walk = { words: [say(error.reason)] }; }
        if (!walk) return;
        steps.replaceChildren(...walk.words.map((text) => element("li", "", text)));
      } else shown.walk(null);
      button.setAttribute("aria-expanded", String(!isOpen));
      button.textContent = say(isOpen ? "show_walk" : "hide_walk");
      steps.hidden = isOpen;
    });
    card.append(element("p", "actions", button, phoneOf(point.properties)), steps);
  };

  const phoneOf = ({ phone }) => {
    if (!/^[+\d][\d\s()-]{4,}$/.test(phone || "")) return null;
    const made = element("a", "button plain", say("call", { phone }));
    made.href = `tel:${phone.replace(/[^+\d]/g, "")}`;
    return made;
  };

  const card = (point, number, now) => {
    const facts = point.properties;
    const body = element("div", "",
      element("h3", "", link(point.id, name(facts) || point.id)),
      timeOf(facts),
      openingOf(facts, now),
      sessionOf(facts, now),
      element("p", "facts", [kinds[facts.kind][0], ...tagsOf(facts)].join(" · "),
        facts.fictional ? element("b", "invented", ` · ${say("invented")}`) : null),
      facts.address ? element("p", "facts", typed(facts.address)) : null);
    const made = element("li", "point",
      element("div", "badge", mark(facts.kind), element("b", "number", String(number))), body);
    made.id = `point-${point.id}`;
    made.dataset.id = point.id;
    if (facts.walk) walkButton(point, body);
    return made;
  };

  const onlineList = (offerings) => {
    online.hidden = offerings.length === 0;
    if (online.hidden) return;
    online.replaceChildren(element("h2", "", say("online_offerings")),
      element("ul", "points", ...offerings.map((one) => element("li", "card",
        element("b", "", name(one)),
        element("p", "facts", [one[`category_${language}`], one.provider, one.free ? say("free") : ""]
          .filter(Boolean).join(" · "))))));
  };

  const heading = (answer) => {
    const { minutes } = answer;
    const count = answer.features.length;
    if (answer.nearest) return say(count ? "found_nearest" : "found_nothing", { minutes });
    return say(count === 1 ? "found_one" : "found_count", { minutes, count });
  };

  const show = (answer) => {
    title.textContent = heading(answer);
    const cards = answer.features.map((point, place) => card(point, place + 1, answer.at));
    list.replaceChildren(...cards.slice(0, FIRST));
    const rest = cards.slice(FIRST);
    more?.remove();
    if (rest.length) {
      const button = element("button", "", say("show_more_points", { count: rest.length }));
      button.type = "button";
      const item = element("li", "", button);
      button.addEventListener("click", () => {
        item.replaceWith(...rest);
        rest[0].querySelector("a").focus();
      });
      list.append(item);
    }
    onlineList(answer.online || []);
  };

  // Brings a point into view that was chosen on the map.
  const reveal = (id) => {
    let found = document.getElementById(`point-${id}`);
    if (!found) list.querySelector("li > button")?.click();
    found ||= document.getElementById(`point-${id}`);
    if (!found) return;
    for (const one of list.querySelectorAll(".chosen")) one.classList.remove("chosen");
    found.classList.add("chosen");
    found.scrollIntoView({ block: "nearest" });
    found.querySelector("a").focus({ preventScroll: true });
  };

  return { show, reveal, heading, start: (listeners) => { shown = listeners; } };
})();

// Questions to the service. A place goes in the body of a request and never into an address,
// which servers on the way may write down.
learnmap.service = (() => {
  // The reason is a key of the words that say it.
  class Refusal extends Error {
    constructor(reason) { super(reason); this.reason = reason; }
  }

  const asked = new Map();

  // Only the last question of each sort is answered: `null` for one that was overtaken.
  const ask = async (sort, path, question) => {
    asked.get(sort)?.abort();
    const mine = new AbortController();
    asked.set(sort, mine);
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(question),
        signal: mine.signal,
        cache: "no-store",
        credentials: "omit",
      });
      if (answer.ok) return await answer.json();
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw new Refusal("offline_new");
    }
    if (answer.status === 422) throw new Refusal("off_street");
    throw new Refusal(answer.status === 429 ? "too_many" : "failed");
  };

  return {
    near: (question) => ask("near", "/api/v1/nearby", question),
    reach: (question) => ask("reach", "/api/v1/reach", question),
    places: (question) => ask("places", "/api/v1/places", question),
    walk: (id, question) => ask("walk", `/api/v1/points/${encodeURIComponent(id)}/walk`, question),
    forget: () => { for (const one of asked.values()) one.abort(); },
  };
})();

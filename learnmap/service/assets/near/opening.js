// Whether a door is open now and when somebody gets there, as a sentence and its tone.
learnmap.openingWords = (facts, now) => {
  const { say, when } = learnmap.words;
  if (facts.status !== "open") return [say(facts.status), "bad"];
  const { opening } = facts;
  if (!opening || opening.now === null) return [say("hours_unknown"), ""];
  const sameDay = (iso) => iso && iso.slice(0, 10) === now.slice(0, 10);
  if (opening.on_arrival === null) return [say(opening.now ? "open_now" : "closed_now"), ""];
  if (opening.now && opening.on_arrival) {
    return sameDay(opening.closes_at)
      ? [say("open_arrival_until", { time: opening.closes_at.slice(11, 16) }), "good"]
      : [say("open_arrival"), "good"];
  }
  if (opening.on_arrival) return [say("opens_before", { time: when(opening.opens_at, now) }), "good"];
  if (opening.now) return [say("closes_before", { time: when(opening.closes_at, now) }), "late"];
  return opening.opens_at
    ? [say("closed_opens", { time: when(opening.opens_at, now) }), "late"]
    : [say("closed_now"), "late"];
};

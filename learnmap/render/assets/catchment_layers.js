"use strict";
// From where one can walk: the chosen point's bands, and on wish the union of all points.
learnmap.catchments = (() => {
  const styles = [
    { color: "#3b0a6b", fillColor: "#4a148c", fillOpacity: 0.30, weight: 2.5, dashArray: null },
    { color: "#5e35a8", fillColor: "#6a45b0", fillOpacity: 0.22, weight: 2.5, dashArray: "8 5" },
    { color: "#7a58bd", fillColor: "#8d6fc9", fillOpacity: 0.18, weight: 2.5, dashArray: "2 5" },
  ];
  const unionStyles = [
    { color: "#0b5563", fillColor: "#0f6f80", fillOpacity: 0.26, weight: 1, dashArray: null },
    { color: "#0b5563", fillColor: "#0f6f80", fillOpacity: 0.18, weight: 1, dashArray: null },
    { color: "#0b5563", fillColor: "#0f6f80", fillOpacity: 0.13, weight: 1, dashArray: null },
  ];
  let single = null, unions = null;
  let outlineOf = null, unionOf = null;

  const draw = (group, outline, style, pane) => {
    if (!outline.length) return;
    L.polygon(outline, { ...style, pane, interactive: false, fillRule: "evenodd" }).addTo(group);
  };
  const bandOf = (cutoff) => learnmap.data.cutoffs.indexOf(cutoff);

  // Outlines of a point, or of the one union, by cutoff, the widest first.
  const outlinesOf = (held, read, number, column) => [...held.cutoffs.entries()].reverse()
    .map(([at, cutoff]) => [
      cutoff, read((number * held.profiles.length + column) * held.cutoffs.length + at),
    ]);

  // Draws a point's bands, the widest first; says whether the page holds any of them.
  const showPoint = (point, profile, cutoffs) => {
    single.clearLayers();
    const held = learnmap.data.catchments;
    const column = held.profiles.indexOf(learnmap.data.profiles[profile].code);
    if (!point) return "none";
    if (column < 0) return "other";
    let any = false;
    for (const [cutoff, outline] of outlinesOf(held, outlineOf, point.number, column)) {
      any = any || outline.length > 0;
      if (!cutoffs.includes(cutoff)) continue;
      draw(single, outline, styles[bandOf(cutoff)] || styles[2], "catchments");
    }
    return any ? "shown" : "missing";
  };

  const showUnion = (shown, profile, cutoffs) => {
    unions.clearLayers();
    const held = learnmap.data.unions;
    const column = held.profiles.indexOf(learnmap.data.profiles[profile].code);
    if (!shown || column < 0) return;
    for (const [cutoff, outline] of outlinesOf(held, unionOf, 0, column)) {
      if (!cutoffs.includes(cutoff)) continue;
      draw(unions, outline, unionStyles[bandOf(cutoff)] || unionStyles[2], "unions");
    }
  };

  const read = async () => {
    const { readOutlines, unpack, data } = learnmap;
    outlineOf = readOutlines(await unpack("catchments-data"), data.catchments.step);
    unionOf = readOutlines(await unpack("unions-data"), data.unions.step);
  };

  const bounds = () => single.getBounds();
  const start = (map, singleGroup, unionGroup) => {
    map.createPane("unions").style.zIndex = 340;
    map.createPane("catchments").style.zIndex = 350;
    single = singleGroup;
    unions = unionGroup;
  };
  return { start, read, showPoint, showUnion, bounds };
})();

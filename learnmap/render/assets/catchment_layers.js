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
  let outlineOf = null, unionOf = null, held = false;

  const draw = (group, outline, style, pane) => {
    if (!outline.length) return;
    L.polygon(outline, { ...style, pane, interactive: false, fillRule: "evenodd" }).addTo(group);
  };
  const bandOf = (cutoff) => learnmap.data.cutoffs.indexOf(cutoff);

  // Outlines of a point, or of the one union, by cutoff, the widest first.
  const outlinesOf = (read, number, profile) => {
    const { profiles, cutoffs } = learnmap.data;
    return [...cutoffs.entries()].reverse().map(([at, cutoff]) => [
      cutoff, read((number * profiles.length + profile) * cutoffs.length + at),
    ]);
  };

  // Draws a point's bands, the widest first; says whether the page holds any of them.
  const showPoint = (point, profile, cutoffs) => {
    single.clearLayers();
    if (!point) return "none";
    if (!held) return "other";
    let any = false;
    for (const [cutoff, outline] of outlinesOf(outlineOf, point.number, profile)) {
      any = any || outline.length > 0;
      if (!cutoffs.includes(cutoff)) continue;
      draw(single, outline, styles[bandOf(cutoff)] || styles[2], "catchments");
    }
    return any ? "shown" : "missing";
  };

  const showUnion = (shown, profile, cutoffs) => {
    unions.clearLayers();
    if (!shown) return;
    for (const [cutoff, outline] of outlinesOf(unionOf, 0, profile)) {
      if (!cutoffs.includes(cutoff)) continue;
      draw(unions, outline, unionStyles[bandOf(cutoff)] || unionStyles[2], "unions");
    }
  };

  const read = async () => {
    const { data, unpack } = learnmap;
    const bytes = await unpack("catchments-data");
    held = data.catchments !== null;
    if (held) {
      const { readCells, readOutlines } = learnmap;
      outlineOf = (data.catchments.radius ? readCells : readOutlines)(bytes, data.catchments);
    }
    unionOf = learnmap.readOutlines(await unpack("unions-data"), data.unions);
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

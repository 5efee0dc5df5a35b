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

  const draw = (group, text, style, pane) => {
    if (!text) return;
    const outline = learnmap.decodeOutline(text);
    L.polygon(outline, { ...style, pane, interactive: false, fillRule: "evenodd" }).addTo(group);
  };
  const bandOf = (cutoff) => learnmap.data.cutoffs.indexOf(cutoff);

  // Draws a point's bands, the widest first; says whether the page holds any of them.
  const showPoint = (point, profile, cutoffs) => {
    single.clearLayers();
    const held = learnmap.data.catchments;
    const column = held.profiles.indexOf(learnmap.data.profiles[profile].code);
    if (!point) return "none";
    if (column < 0) return "other";
    let any = false;
    for (const cutoff of [...cutoffs].sort((a, b) => b - a)) {
      const text = held.outlines[point.number][column][held.cutoffs.indexOf(cutoff)];
      any = any || Boolean(text);
      draw(single, text, styles[bandOf(cutoff)] || styles[2], "catchments");
    }
    return any || held.outlines[point.number][column].some(Boolean) ? "shown" : "missing";
  };

  const showUnion = (shown, profile, cutoffs) => {
    unions.clearLayers();
    if (!shown) return;
    const { code } = learnmap.data.profiles[profile];
    const wanted = learnmap.data.unions
      .filter((one) => one.profile === code && cutoffs.includes(one.cutoff))
      .sort((a, b) => b.cutoff - a.cutoff);
    for (const one of wanted) {
      draw(unions, one.outline, unionStyles[bandOf(one.cutoff)] || unionStyles[2], "unions");
    }
  };

  const bounds = () => single.getBounds();
  const start = (map, singleGroup, unionGroup) => {
    map.createPane("unions").style.zIndex = 340;
    map.createPane("catchments").style.zIndex = 350;
    single = singleGroup;
    unions = unionGroup;
  };
  return { start, showPoint, showUnion, bounds };
})();

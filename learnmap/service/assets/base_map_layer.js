"use strict";
// The city's base map as a layer of a map, with names in a language; all maps of the service use it.
learnmap.baseMapLayer = (basemap, code) => {
  const style = learnmap.basemapStyle;
  return protomapsL.leafletLayer({
    url: new URL(basemap, location.href).href,
    maxDataZoom: 14,
    minZoom: 9,
    maxZoom: 22,
    attribution: "",
    backgroundColor: style.ground,
    paintRules: style.paintRules(),
    labelRules: style.labelRules(code),
    lang: code,
  });
};

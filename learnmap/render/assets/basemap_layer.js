"use strict";
// The base map: vector tiles that stand in the page itself, drawn on canvas.
learnmap.basemapLayer = (() => {
  // A source for PMTiles over bytes in memory; nothing is ever fetched.
  class InlineSource {
    constructor(bytes) { this.bytes = bytes; }

    getKey() { return "inline"; }

    async getBytes(offset, length) {
      return { data: this.bytes.buffer.slice(offset, offset + length) };
    }
  }

  return (zooms) => {
    const archive = new pmtiles.PMTiles(new InlineSource(learnmap.bytesOf("basemap-data")));
    const style = learnmap.basemapStyle;
    const layer = protomapsL.leafletLayer({
      url: archive,
      maxDataZoom: zooms.max,
      minZoom: zooms.min,
      maxZoom: 22,
      attribution: "",
      backgroundColor: style.ground,
      paintRules: style.paintRules(),
      labelRules: style.labelRules(learnmap.language.code),
      lang: learnmap.language.code,
    });
    learnmap.language.onChange((code) => {
      layer.labelRules = style.labelRules(code);
      layer.lang = code;
      layer.clearLayout();
      layer.rerenderTiles();
    });
    return layer;
  };
})();

"use strict";
// Calm ground for the points: streets by class, water, green, rail, buildings and names.
learnmap.basemapStyle = (() => {
  const ground = "#f5f3ee";
  const wide = (stops) => protomapsL.exp(1.5, stops);
  const classIs = (...names) => (_, feature) => names.includes(feature.props.class);

  const line = (dataLayer, options, filter, minzoom) => ({
    dataLayer, minzoom, filter,
    symbolizer: new protomapsL.LineSymbolizer({ lineJoin: "round", lineCap: "round", ...options }),
  });
  const fill = (dataLayer, colour, minzoom) => ({
    dataLayer, minzoom,
    filter: (_, feature) => feature.geomType === 3,
    symbolizer: new protomapsL.PolygonSymbolizer({ fill: colour }),
  });

  const widths = {
    major: [[9, 1], [12, 2.2], [14, 4], [16, 9], [19, 30]],
    medium: [[11, 0.5], [13, 1.6], [15, 5], [17, 11], [19, 24]],
    minor: [[12, 0.3], [14, 1.4], [16, 5], [19, 17]],
  };
  const casing = (stops, extra) => stops.map(([zoom, width]) => [zoom, width + extra]);

  const paintRules = () => [
    fill("green", "#dbe8cf"),
    line("waterways", { color: "#b5d3e3", width: wide([[10, 0.6], [14, 1.6], [18, 5]]) }, null, 11),
    fill("water", "#b5d3e3"),
    fill("buildings", "#e6e0d6", 14),
    line("streets", { color: "#a58f79", width: wide([[14, 0.7], [18, 2]]), dash: [3, 2.5],
      dashWidth: 1, dashColor: "#b39b83", lineCap: "butt" }, classIs("path"), 15),
    line("streets", { dash: [1.2, 1.6], dashWidth: 3, dashColor: "#a86f4c", lineCap: "butt" },
      classIs("steps"), 15),
    line("streets", { color: "#d9d2c5", width: wide(casing(widths.minor, 1.2)) },
      classIs("minor"), 13),
    line("streets", { color: "#d3cabb", width: wide(casing(widths.medium, 1.4)) },
      classIs("medium"), 11),
    line("streets", { color: "#dcb978", width: wide(casing(widths.major, 1.6)) },
      classIs("major"), 11),
    line("streets", { color: "#ffffff", width: wide(widths.minor) }, classIs("minor"), 12),
    line("streets", { color: "#ffffff", width: wide(widths.medium) }, classIs("medium"), 11),
    line("streets", { color: (zoom) => (zoom < 12 ? "#efcf8c" : "#fbe9bf"), width: wide(widths.major) },
      classIs("major")),
    line("rail", { color: "#a3a3ab", width: wide([[10, 0.5], [14, 1.4], [18, 3]]) }, null, 11),
    line("rail", { dash: [4, 6], dashWidth: 1, dashColor: "#ffffff", lineCap: "butt" }, null, 15),
  ];

  const fonts = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif';
  const nameProps = (code) => (code === "en" ? ["name_en", "name"] : ["name", "name_en"]);

  // A name in the middle of what a tile holds of an area, said once in a while.
  class AreaName {
    constructor(options) { this.text = new protomapsL.CenteredTextSymbolizer(options); }

    place(layout, geometry, feature) {
      const box = feature.bbox;
      const size = layout.zoom > 14 ? 2 ** (layout.zoom - 14) : 1;
      if ((box.maxX - box.minX) * size < 90) return undefined;
      let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
      for (const point of geometry[0]) {
        left = Math.min(left, point.x); right = Math.max(right, point.x);
        top = Math.min(top, point.y); bottom = Math.max(bottom, point.y);
      }
      const middle = geometry[0][0].clone();
      middle.x = (left + right) / 2;
      middle.y = (top + bottom) / 2;
      if (!protomapsL.isInRing(middle, geometry[0])) return undefined;
      const labels = this.text.place(layout, [[middle]], feature);
      for (const label of labels || []) {
        label.deduplicationKey = feature.props.name;
        label.deduplicationDistance = 400;
      }
      return labels;
    }
  }

  const labelRules = (code) => {
    const labelProps = nameProps(code);
    const street = (name, minzoom, size) => ({
      dataLayer: "streets", minzoom, filter: classIs(name),
      symbolizer: new protomapsL.LineLabelSymbolizer({
        labelProps, fill: "#5d564b", stroke: "#ffffff", width: 1.4,
        font: `${size}px ${fonts}`, repeatDistance: 420, maxLabelCodeUnits: 44,
      }),
    });
    const area = (dataLayer, fill, minzoom) => ({
      dataLayer, minzoom,
      filter: (_, feature) => feature.geomType === 3 && Boolean(feature.props.name),
      symbolizer: new AreaName({
        labelProps, fill, stroke: "#ffffff", width: 1.2, font: `italic 12px ${fonts}`,
        maxLineChars: 14, lineHeight: 1.3,
      }),
    });
    return [
      {
        dataLayer: "places", filter: (_, feature) => feature.geomType === 1,
        symbolizer: new protomapsL.CenteredTextSymbolizer({
          labelProps, fill: "#39424e", stroke: "#ffffff", width: 2,
          font: (zoom, feature) => `600 ${placeSize(feature)}px ${fonts}`,
        }),
      },
      street("major", 13, 13),
      street("medium", 14, 12),
      {
        dataLayer: "waterways", minzoom: 13,
        symbolizer: new protomapsL.LineLabelSymbolizer({
          labelProps, fill: "#3f6f8c", stroke: "#ffffff", width: 1.2,
          font: `italic 12px ${fonts}`, repeatDistance: 600,
        }),
      },
      area("water", "#3f6f8c", 13),
      area("green", "#47693a", 14),
      street("minor", 16, 12),
      street("path", 17, 11),
    ];
  };
  const placeSize = (feature) => {
    const sizes = { city: 19, town: 16, borough: 16, district: 16, suburb: 15, village: 13 };
    return sizes[feature.props.kind] || 13;
  };

  return { ground, paintRules, labelRules };
})();

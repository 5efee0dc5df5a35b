"use strict";
// What markers look like: colour and character say the kind, the outline says the status.
learnmap.markerIcons = (() => {
  const element = (name, className, text) => {
    const made = document.createElement(name);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const labelOf = (point) => {
    const { pick, say } = learnmap.language;
    const status = learnmap.data.statuses[point.status];
    const parts = [learnmap.points.nameOf(point), pick(learnmap.data.kinds[point.kind].names)];
    if (status !== "open") parts.push(say(status));
    if (point.fictional) parts.push(say("fictional"));
    return parts.join(", ");
  };

  const PointIcon = L.Icon.extend({
    options: { iconSize: [34, 42], iconAnchor: [17, 40], popupAnchor: [0, -36] },
    createIcon() {
      const { point } = this.options;
      const kind = learnmap.data.kinds[point.kind];
      const pin = document.createElement("div");
      this._setIconStyles(pin, "icon");
      pin.classList.add("pin", `s-${learnmap.data.statuses[point.status]}`);
      pin.style.setProperty("--kind", kind.colour);
      pin.append(element("span", "pin-glyph", kind.glyph));
      pin.setAttribute("aria-label", labelOf(point));
      pin.title = labelOf(point);
      if (point === learnmap.chosenPoint) pin.classList.add("chosen");
      return pin;
    },
    createShadow() { return null; },
  });

  const ClusterIcon = L.Icon.extend({
    createIcon() {
      const { count, shares } = this.options;
      const ring = document.createElement("div");
      this._setIconStyles(ring, "icon");
      ring.classList.add("cluster");
      // The ring shows which kinds stand here, by share.
      let from = 0;
      const parts = shares.map(([kind, share]) => {
        const to = from + share * 360;
        const part = `${learnmap.data.kinds[kind].colour} ${from}deg ${to}deg`;
        from = to;
        return part;
      });
      ring.style.background = `conic-gradient(${parts.join(",")})`;
      ring.append(element("span", "cluster-count", String(count)));
      ring.setAttribute("aria-label", learnmap.language.say("cluster", { count }));
      return ring;
    },
    createShadow() { return null; },
  });

  const sharesOf = (markers) => {
    const counts = new Map();
    for (const marker of markers) {
      const { kind } = marker.options.icon.options.point;
      counts.set(kind, (counts.get(kind) || 0) + 1);
    }
    return [...counts].sort((a, b) => a[0] - b[0])
      .map(([kind, count]) => [kind, count / markers.length]);
  };

  const clusterIcon = (cluster) => {
    const count = cluster.getChildCount();
    // Four digits need more room.
    const across = count < 1000 ? 46 : 56;
    return new ClusterIcon({
      count,
      shares: sharesOf(cluster.getAllChildMarkers()),
      iconSize: [across, across],
      iconAnchor: [across / 2, across / 2],
    });
  };

  return { labelOf, point: (point) => new PointIcon({ point }), cluster: clusterIcon };
})();

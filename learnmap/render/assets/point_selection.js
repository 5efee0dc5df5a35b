"use strict";
// The chosen point: its pop-up, its catchment, its mark in the list and in the address.
learnmap.selection = (() => {
  let map = null, popup = null, entrance = null, opener = null, changing = false;

  const mark = (point, on) => {
    if (!point) return;
    point.row.classList.toggle("chosen", on);
    if (point.marker._icon) point.marker._icon.classList.toggle("chosen", on);
  };

  const put = (point) => {
    mark(learnmap.chosenPoint, false);
    learnmap.chosenPoint = point;
    learnmap.pointMarkers.single(point);
    mark(point, true);
    map.getContainer().classList.toggle("has-chosen", Boolean(point));
    if (entrance) entrance.remove();
    entrance = null;
    if (point && point.entrance) {
      entrance = L.circleMarker(point.entrance, {
        radius: 6, color: "#ffffff", weight: 2, fillColor: "#3b0a6b", fillOpacity: 1,
        interactive: false, pane: "entrances",
      }).addTo(map);
    }
    learnmap.address.set("point", point ? point.id : "");
    learnmap.walk.show();
  };

  const openPopup = (point) => {
    const size = map.getSize();
    popup.options.maxHeight = Math.max(170, Math.round(size.y * 0.5));
    popup.options.maxWidth = Math.min(380, size.x - 76);
    popup.options.minWidth = Math.min(260, size.x - 76);
    popup.setLatLng(point.place).setContent(learnmap.popup.content(point)).openOn(map);
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", learnmap.language.say("close"));
  };

  // Shows the whole catchment, below the pop-up, unless it is in view already.
  const frame = (point) => {
    const area = learnmap.catchments.bounds();
    if (!area.isValid()) {
      map.setView(point.place, Math.max(map.getZoom(), 15), { animate: false });
      return;
    }
    const view = map.getBounds();
    const small = area.getNorth() - area.getSouth() < (view.getNorth() - view.getSouth()) * 0.45;
    if (view.contains(area) && !small) return;
    // The pop-up opens above the point, so the area sits in the lower part.
    const above = Math.round(map.getSize().y * 0.15);
    map.fitBounds(area, {
      paddingTopLeft: [12, above], paddingBottomRight: [12, 24], animate: false,
    });
  };

  const choose = (point, { focus = false } = {}) => {
    opener = focus ? document.activeElement : null;
    changing = true;
    map.closePopup(popup);
    changing = false;
    put(point);
    frame(point);
    openPopup(point);
    if (focus) popup.getElement().querySelector("h3").focus({ preventScroll: true });
  };

  // From the list, the search or the address: show the map first.
  const find = (point) => {
    document.getElementById("map-frame").scrollIntoView({ block: "nearest" });
    choose(point, { focus: true });
  };

  const start = (chart, points) => {
    map = chart;
    map.createPane("entrances").style.zIndex = 590;
    popup = L.popup({ offset: [0, -34], autoPanPadding: [12, 12] });
    points.on("click", (event) => choose(event.layer.point));
    points.on("keypress", (event) => {
      if (event.originalEvent.key === "Enter") choose(event.layer.point, { focus: true });
    });
    map.on("popupclose", (event) => {
      if (event.popup !== popup || changing) return;
      const back = opener;
      const last = learnmap.chosenPoint;
      put(null);
      if (back && back.isConnected && back !== document.body) back.focus({ preventScroll: true });
      else if (last && last.marker._icon) last.marker._icon.focus({ preventScroll: true });
      opener = null;
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) map.closePopup(popup);
    });
    learnmap.language.onChange(() => {
      if (learnmap.chosenPoint && popup.isOpen()) openPopup(learnmap.chosenPoint);
    });
  };
  return { start, choose, find };
})();
learnmap.chosenPoint = null;

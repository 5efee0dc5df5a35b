"use strict";
// What the page was built with.
learnmap.data = JSON.parse(document.getElementById("page-data").textContent);

// Bytes that stand in the page as base64; read once.
learnmap.bytesOf = (id) => {
  const element = document.getElementById(id);
  const raw = atob(element.textContent.trim());
  element.remove();
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return bytes;
};

// Bytes that stand packed in the page. PMTiles unpacks them, since it knows how to where a browser
// has no stream that does.
learnmap.unpack = async (id) => {
  const gzip = pmtiles.Compression.Gzip;
  const packed = learnmap.bytesOf(id).buffer;
  return new Uint8Array(await new pmtiles.ResolvedValueCache().decompress(packed, gzip));
};

// Where the page stands, in the part of the address after #: language and chosen point.
learnmap.address = (() => {
  const read = () => new URLSearchParams(location.hash.slice(1));
  const write = (name, value) => {
    const members = read();
    for (const key of [...members.keys()]) if (key.startsWith("p-")) members.delete(key);
    if (value) members.set(name, value); else members.delete(name);
    try { history.replaceState(null, "", `#${members}`); } catch { location.hash = `${members}`; }
  };
  return { get: (name) => read().get(name), set: write };
})();

"use strict";
// What the page was built with.
learnmap.data = JSON.parse(document.getElementById("page-data").textContent);

// Bytes that stand in the page as base64.
learnmap.bytesOf = (element) => {
  const raw = atob(element.textContent.trim());
  const bytes = new Uint8Array(raw.length);
  for (let at = 0; at < raw.length; at += 1) bytes[at] = raw.charCodeAt(at);
  return bytes;
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

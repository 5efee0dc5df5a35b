"use strict";
// Keeps the page, its files and the base map of what was looked at, for when there is no network.
// `SHELL` and `VERSION` are put before this text by the service. Questions that hold a place are
// sent on and kept nowhere.
const PAGES = `learnmap-pages-${VERSION}`;
const TILES = "learnmap-tiles";
const MOST_PAGES = 80;
const MOST_PIECES = 600;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(PAGES);
    await cache.addAll(SHELL);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name !== PAGES && name !== TILES).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

const found = (cache, request) => cache.match(request, { ignoreVary: true });

const trim = async (cache, most) => {
  const keys = await cache.keys();
  const kept = new Set(SHELL.map((path) => new URL(path, location.href).href));
  const old = keys.filter(({ url }) => !kept.has(url)).slice(0, Math.max(keys.length - most, 0));
  await Promise.all(old.map((key) => cache.delete(key)));
};

const keep = async (cache, request, answer, most) => {
  if (!answer.ok || answer.redirected) return;
  await cache.put(request, answer);
  await trim(cache, most);
};

// The network's answer, else what was kept; a slow network is not waited for.
const fresh = async (event) => {
  const cache = await caches.open(PAGES);
  const asked = fetch(event.request).then((answer) => {
    event.waitUntil(keep(cache, event.request, answer.clone(), MOST_PAGES));
    return answer;
  });
  asked.catch(() => {});
  const known = await found(cache, event.request);
  if (!known) return asked;
  const late = new Promise((done) => { setTimeout(() => done(known), PATIENCE_MS); });
  return Promise.race([asked, late]).catch(() => known);
};

// What was kept, and the network's for the next time.
const quick = async (event) => {
  const cache = await caches.open(PAGES);
  const asked = fetch(event.request).then((answer) => {
    event.waitUntil(keep(cache, event.request, answer.clone(), MOST_PAGES + SHELL.length));
    return answer;
  });
  asked.catch(() => {});
  return (await found(cache, event.request)) || asked;
};

// A piece of the base map never changes: its address holds the hash of what it is drawn from.
const piece = async (event) => {
  const cache = await caches.open(TILES);
  const range = event.request.headers.get("range");
  if (!range) return fetch(event.request);
  const key = `${event.request.url}?${range}`;
  const known = await cache.match(key);
  if (known) {
    return new Response(known.body, { status: 206, headers: known.headers });
  }
  const answer = await fetch(event.request);
  if (answer.status === 206) {
    const copy = answer.clone();
    event.waitUntil((async () => {
      await cache.put(key, new Response(copy.body, { headers: copy.headers }));
      await trim(cache, MOST_PIECES);
    })());
  }
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (/^\/(zh|en)?(\/|$)/.test(pathname) && request.mode === "navigate") event.respondWith(fresh(event));
  else if (pathname.startsWith("/assets/") || pathname === "/map/points.json") event.respondWith(quick(event));
  else if (pathname.startsWith("/basemap/")) event.respondWith(piece(event));
});

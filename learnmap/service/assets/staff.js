"use strict";
// What the scripts of the pages for staff share. The page is in one language, which never
// changes while it is open.
const learnmap = {};
learnmap.language = { code: document.documentElement.lang.slice(0, 2) };

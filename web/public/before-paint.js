// Before the first paint, so that nobody who reads in the dark is shown a white page first. The names of the settings are
// those of web/src/theme/appearance.ts.
(function () {
  var root = document.documentElement;
  var chosen = null;
  try {
    chosen = localStorage.getItem("duban.theme");
    if (localStorage.getItem("duban.language") === "en") root.lang = "en";
  } catch {
    // Storage is blocked: the system's theme, and Chinese.
  }
  var dark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
})();

// The page's only script: language, a month's figures where the pointer is, a filter, printing. Without it the page shows
// its first language and everything else.
(() => {
  const root = document.documentElement;
  const tip = document.getElementById("tip");

  const speak = (lang) => {
    root.lang = lang;
    document.title = lang === "en" ? root.dataset.titleEn : root.dataset.titleZh;
    for (const button of document.querySelectorAll("[data-lang]"))
      button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  };
  for (const button of document.querySelectorAll("[data-lang]"))
    button.addEventListener("click", () => speak(button.dataset.lang));
  speak(root.lang);
  document.querySelector("[data-print]").addEventListener("click", () => window.print());
  document.querySelector(".tools").hidden = false;

  // A bar's month is a row of the table beside the chart.
  const tellMonth = (event) => {
    const bar = event.target.closest?.("[ecmeta_data_index]");
    const table = bar?.closest("figure.months")?.querySelector("table");
    if (!table) return void (tip.hidden = true);
    const heads = [...table.tHead.rows[0].cells];
    const cells = [...table.tBodies[0].rows[Number(bar.getAttribute("ecmeta_data_index"))].cells];
    const line = (at) => {
      const text = document.createElement("div");
      const name = document.createElement("span");
      name.append(...[...heads[at].childNodes].map((node) => node.cloneNode(true)));
      const value = document.createElement("b");
      value.textContent = cells[at].textContent;
      text.append(name, value);
      if (at === Number(bar.getAttribute("ecmeta_series_index")) + 1) text.className = "here";
      return text;
    };
    const month = document.createElement("strong");
    month.textContent = cells[0].textContent;
    const shown = cells.map((_, at) => at).filter((at) => at > 0 && !cells[at].classList.contains("dim"));
    tip.replaceChildren(month, ...shown.map(line));
    tip.hidden = false;
    const room = { x: window.innerWidth - tip.offsetWidth - 8, y: window.innerHeight - tip.offsetHeight - 8 };
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, room.x))}px`;
    tip.style.top = `${Math.max(8, Math.min(event.clientY + 14, room.y))}px`;
  };
  document.addEventListener("pointermove", tellMonth);
  document.addEventListener("click", tellMonth);
  document.addEventListener("scroll", () => (tip.hidden = true), { passive: true });

  for (const input of document.querySelectorAll("[data-filter]")) {
    input.closest("p").hidden = false;
    const rows = [...document.getElementById(input.dataset.filter).querySelectorAll("tbody tr")];
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const row of rows) {
        const named = `${row.cells[0].textContent} ${row.cells[1]?.textContent ?? ""}`.toLowerCase();
        row.hidden = wanted !== "" && (row.classList.contains("group") || !named.includes(wanted));
      }
    });
  }
})();

// Returns what is unsound about the page: one sentence a fault.
() => {
  const faults = [];
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  if (document.documentElement.scrollWidth > innerWidth) faults.push("wider than the window");
  if (document.documentElement.lang !== "zh-CN") faults.push("no language");
  if (all("h1").length !== 1) faults.push(`${all("h1").length} main headings`);
  for (const name of ["header", "main", "nav"]) {
    if (all(name).length < 1) faults.push(`no ${name}`);
  }
  let level = 1;
  for (const heading of all("h1, h2, h3, h4").filter(visible)) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) faults.push(`heading skips to ${heading.textContent}`);
    level = next;
  }
  const ids = all("[id]").map((element) => element.id);
  for (const id of new Set(ids)) {
    if (ids.filter((other) => other === id).length > 1) faults.push(`id ${id} twice`);
  }
  for (const element of all("[aria-describedby], [aria-labelledby]")) {
    const said = `${element.getAttribute("aria-describedby") || ""} ` +
      (element.getAttribute("aria-labelledby") || "");
    for (const id of said.split(" ").filter(Boolean)) {
      if (!document.getElementById(id)) faults.push(`nothing is called ${id}`);
    }
  }
  for (const field of all("input:not([type=hidden]):not(.picker), select, textarea")) {
    const named = field.labels && field.labels.length > 0;
    if (!named && !field.getAttribute("aria-label")) faults.push(`field ${field.name} has no label`);
  }
  for (const element of all("a[href], button").filter(visible)) {
    const name = element.getAttribute("aria-label") || element.textContent.trim();
    if (!name) faults.push(`nameless ${element.outerHTML.slice(0, 60)}`);
    const box = element.getBoundingClientRect();
    const inText = element.matches("p a, li a, dd a, td a, span a, label a, dt a, .crumbs a, .skip");
    if (!inText && (box.height < 24 || box.width < 24)) faults.push(`small ${name}`);
  }
  for (const table of all("table:not(.paper-table)")) {
    if (!table.querySelector("th[scope]")) faults.push("a table without headed columns");
  }
  for (const set of all("fieldset")) {
    if (!set.querySelector("legend")) faults.push("a group without a legend");
  }
  for (const box of all("*").filter((one) => one.scrollWidth > one.clientWidth + 1)) {
    if (["auto", "scroll"].includes(getComputedStyle(box).overflowX) && box.tabIndex < 0) {
      faults.push(`scrolls without the keyboard: ${box.className}`);
    }
  }
  return faults;
}

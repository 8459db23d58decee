// Enhancements only: every page works without this file.
"use strict";

const all = (selector, from = document) => Array.from(from.querySelectorAll(selector));

// Errors: the focus goes to the summary, so that it is read first.
const summary = document.querySelector('.summary[role="alert"]');
if (summary) summary.focus();

// The menu is folded on a telephone.
const fold = document.querySelector(".menu-fold");
if (fold && matchMedia("(max-width: 60rem)").matches) fold.open = false;

all("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));

// Single keys, off in fields and in the person's menu (WCAG 2.1.4).
if (document.body.hasAttribute("data-keys")) {
  const goes = { d: "/", c: "/cases", r: "/register" };
  let waiting = false;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (waiting && goes[event.key]) location.assign(goes[event.key]);
    else if (event.key === "?") location.assign("/keys");
    else if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    }
    waiting = event.key === "g";
  });
}

// Five minutes before the session ends, say so; pressing the button counts as an act.
const still = document.getElementById("still-here");
if (still) {
  const minutes = Number(document.body.dataset.idle);
  let timer;
  const wait = () => {
    clearTimeout(timer);
    still.hidden = true;
    still.replaceChildren();
    timer = setTimeout(warn, Math.max(1, minutes - 5) * 60000);
  };
  const warn = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = still.dataset.button;
    button.addEventListener("click", () => {
      const body = new URLSearchParams({ form_token: still.dataset.token });
      fetch("/still-here", { method: "POST", body }).then(wait);
    });
    still.append(still.dataset.text + " ", button);
    still.hidden = false;
    all("form[data-draft]").forEach(saveDraft);
  };
  wait();
}

// Drafts: kept by the server every half a minute while somebody writes.
function saveDraft(form) {
  const body = new FormData(form);
  all('input[type="file"]', form).forEach((field) => body.delete(field.name));
  const note = form.querySelector("[data-draft-note]");
  return fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(body) })
    .then((answer) => answer.ok && !answer.redirected ? answer.text() : "")
    .then((text) => { if (note && text) note.textContent = text; });
}
all("form[data-draft]").forEach((form) => {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  setInterval(() => { if (changed) { changed = false; saveDraft(form); } }, 30000);
});

// A picker beside a date that is typed.
all("input[data-day]").forEach((field) => {
  const picker = document.createElement("input");
  picker.type = "date";
  picker.className = "picker";
  picker.tabIndex = -1;
  picker.setAttribute("aria-hidden", "true");
  picker.addEventListener("change", () => {
    const [year, month, day] = picker.value.split("-").map(Number);
    if (year) field.value = `${year}年${month}月${day}日`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.after(picker);
});

// Show only what the chosen way of receipt, or the chosen outcome, asks for; before, nothing of it.
function showFor(source, attribute) {
  const names = all(`[${attribute}]`);
  if (!names.length) return;
  const chosen = () => {
    const box = document.querySelector(`${source}:checked, select${source.replace(/^input/, "")}`);
    return box ? box.value : "";
  };
  const update = () => names.forEach((part) => {
    const wanted = part.getAttribute(attribute).split(" ");
    part.hidden = !wanted.includes(chosen());
    all("[data-asked-by]", part).forEach((note) => { note.hidden = chosen() !== ""; });
  });
  document.addEventListener("change", update);
  update();
}
showFor('input[name="channel"]', "data-channels");
showFor('[name="outcome"]', "data-outcomes");

// The due date beside the registration, counted again by the server while one types.
const live = document.querySelector("form[data-live]");
if (live) {
  let timer, asked = 0;
  const ask = () => {
    const body = new FormData(live);
    all('input[type="file"]', live).forEach((field) => body.delete(field.name));
    const mine = ++asked;
    fetch(live.dataset.live, { method: "POST", body: new URLSearchParams(body) })
      .then((answer) => answer.ok ? answer.text() : "")
      .then((html) => {
        if (!html || mine !== asked) return;
        const fresh = new DOMParser().parseFromString(html, "text/html");
        all("[data-part]", fresh).forEach((part) => {
          const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
          if (old && old.innerHTML !== part.innerHTML) old.innerHTML = part.innerHTML;
        });
      });
  };
  live.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 400); });
}

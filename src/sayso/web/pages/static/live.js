// Keeps a page fresh. Everything works without it: it only spares reloading. Nothing moves where somebody could press.
"use strict";

const main = document.getElementById("main");
const seconds = Number(main.dataset.watch);

const language = document.documentElement.lang;
const locale = navigator.languages.find((name) => name.split("-")[0] === language) || language;

function localise(root) {
  for (const time of root.querySelectorAll("time[datetime*='T']")) {
    const style = time.className === "clock" ? { timeStyle: "medium" } : { dateStyle: "long", timeStyle: "short" };
    time.textContent = new Date(time.dateTime).toLocaleString(locale, style);
  }
}

function lasting(root) {
  const copy = root.cloneNode(true);
  for (const part of copy.querySelectorAll("[data-fresh], [data-once]")) part.remove();
  const names = [...root.querySelectorAll("[data-fresh]")].map((part) => part.dataset.fresh);
  const pressed = [...copy.querySelectorAll("[aria-pressed]")].map((b) => b.getAttribute("aria-pressed"));
  return copy.textContent.replace(/\s+/g, " ") + pressed + names;
}

async function refresh() {
  if (document.hidden) return;
  const response = await fetch(main.dataset.here, { redirect: "error" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.getElementById("main");
  localise(next);
  // How long there is, too, where something else is new: that is told, and the rest waits for whoever reads.
  for (const part of main.querySelectorAll("[data-fresh]")) {
    const fresh = next.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    if (fresh && part.innerHTML !== fresh.innerHTML) part.replaceChildren(...fresh.childNodes);
  }
  const changed = document.getElementById("changed");
  if (lasting(next) === lasting(main)) return;
  if (!main.querySelector("form")) {
    main.setAttribute("aria-live", "polite");
    main.replaceChildren(...next.childNodes);
  } else if (!changed.childElementCount) {
    changed.replaceChildren(document.getElementById("news").content.cloneNode(true));
  }
}

localise(document);
if (seconds) setInterval(() => refresh().catch(() => {}), seconds * 1000);

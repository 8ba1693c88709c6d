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
  for (const part of copy.querySelectorAll("[data-fresh]")) part.remove();
  const pressed = [...copy.querySelectorAll("[aria-pressed]")].map((b) => b.getAttribute("aria-pressed"));
  return copy.textContent.replace(/\s+/g, " ") + pressed;
}

async function refresh() {
  if (document.hidden) return;
  const response = await fetch(main.dataset.here, { redirect: "error" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.getElementById("main");
  localise(next);
  const fresh = next.querySelectorAll("[data-fresh]");
  const shown = main.querySelectorAll("[data-fresh]");
  if (lasting(next) === lasting(main) && fresh.length === shown.length) {
    shown.forEach((part, i) => {
      if (part.innerHTML !== fresh[i].innerHTML) part.replaceChildren(...fresh[i].childNodes);
    });
  } else if (!main.querySelector("form")) {
    main.setAttribute("aria-live", "polite");
    main.replaceChildren(...next.childNodes);
  } else {
    const news = document.getElementById("news").content.cloneNode(true);
    document.getElementById("changed").replaceChildren(news);
    clearInterval(timer);
  }
}

localise(document);
const timer = seconds ? setInterval(() => refresh().catch(() => {}), seconds * 1000) : 0;

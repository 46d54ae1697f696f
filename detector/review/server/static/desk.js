// Single keys for those who want them; every page works without this file.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const SWITCH = "chiptrace.desk.keys";
  const find = (query) => document.querySelector(query);
  const rows = [...document.querySelectorAll(".cases tbody tr")];
  const choices = [...document.querySelectorAll(".choice input")];
  let here = -1;
  let isOn = true;
  try { isOn = localStorage.getItem(SWITCH) !== "off"; } catch { /* storage may be shut */ }

  const box = find("#keys-on");
  if (box) {
    box.checked = isOn;
    box.addEventListener("change", () => {
      isOn = box.checked;
      try { localStorage.setItem(SWITCH, isOn ? "on" : "off"); } catch { /* for this page alone */ }
    });
  }

  const move = (step) => {
    if (!rows.length) return;
    if (here >= 0) rows[here].classList.remove("here");
    here = Math.min(Math.max(here + step, 0), rows.length - 1);
    rows[here].classList.add("here");
    rows[here].querySelector(".what a").focus({ preventScroll: true });
    rows[here].scrollIntoView({ block: "nearest" });
  };
  const focus = (query) => () => { const found = find(query); if (found) { found.focus(); return true; } return false; };
  const press = (query) => () => { const found = find(query); if (found) { found.click(); return true; } return false; };
  const choose = (number) => () => { const found = choices[number - 1]; if (found) { found.click(); found.focus(); } return Boolean(found); };

  const KEYS = {
    j: ["next case", () => { move(1); return rows.length > 0; }],
    k: ["case before", () => { move(-1); return rows.length > 0; }],
    x: ["tick the case", () => { const tick = here >= 0 && rows[here].querySelector("input[type=checkbox]"); if (tick) tick.click(); return Boolean(tick); }],
    t: ["take next", press("#take-next")],
    "/": ["search", focus("#q")],
    n: ["write the note", focus("#note")],
    q: ["back to the queue", press('nav a[href="/"]')],
    "?": ["these keys", () => { help(); return true; }],
  };
  for (let number = 1; number <= choices.length; number += 1) {
    KEYS[number] = [choices[number - 1].value, choose(number)];
  }
  const works = (key) => ({ j: rows.length, k: rows.length, x: rows.length, t: find("#take-next"), "/": find("#q"), n: find("#note") }[key] ?? true);

  const help = () => {
    let box = find("dialog");
    if (!box) {
      box = document.createElement("dialog");
      box.setAttribute("aria-labelledby", "keys-head");
      const head = document.createElement("h2");
      head.id = "keys-head";
      head.textContent = "Keys";
      const list = document.createElement("dl");
      for (const [key, [words]] of Object.entries(KEYS)) {
        if (!works(key)) continue;
        const name = document.createElement("dt");
        const told = document.createElement("dd");
        const cap = document.createElement("kbd");
        cap.textContent = key;
        name.append(cap);
        told.textContent = words;
        list.append(name, told);
      }
      const form = document.createElement("form");
      form.method = "dialog";
      const shut = document.createElement("button");
      shut.textContent = "Close";
      form.append(shut);
      box.append(head, list, form);
      document.body.append(box);
    }
    box.showModal();
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
    if (!isOn || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const known = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    if (known && works(event.key) && known[1]()) event.preventDefault();
  });
})();

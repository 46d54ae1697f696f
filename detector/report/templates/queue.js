"use strict";
(() => {
  const store = document.getElementById("queue-data");
  if (!store) return;
  const data = JSON.parse(store.textContent);
  const PAGE = 25;
  const at = (id) => document.getElementById(id);
  const column = (name) => {
    const packed = data.columns[name];
    return Array.isArray(packed) ? (row) => packed[row] : (row) => packed.words[packed.at[row]];
  };
  const get = {};
  for (const name of Object.keys(data.columns)) get[name] = column(name);
  const total = data.columns.rank.length;
  const every = Array.from({ length: total }, (_, row) => row);
  const places = (row) => (get.lane(row) ? get.lane(row).split("|") : []);
  const country = (code) => data.countries[code] || code;
  const count = (number) => number.toLocaleString("en-US");
  const figure = (number) => {
    if (number === null) return "–";
    const text = Math.abs(number) >= 100 ? count(Math.round(number)) : String(Number(number.toPrecision(3)));
    return text.replace("-", "−");
  };
  const percent = (share) => figure(Number((share * 100).toPrecision(2))) + " %";
  const many = (number, word) => count(number) + " " + word + (number === 1 ? "" : "s");

  const reasons = (row) =>
    data.reasons[row].map(([kind, value, typical, peers, share, text, numerals]) => {
      const [signal, view, unit, flag, innocent] = data.signals[kind];
      const parts = numerals.split("|"), known = [value, typical, peers];
      let next = 0;
      const says = data.texts[text].replace(/[\0-\x03]/g, (mark) =>
        mark === "\0" ? parts[next++] : String(Math.abs(known[mark.charCodeAt(0) - 1])));
      return { signal, view, unit, flag, innocent, value, typical, peers, share, says };
    });
  const haystacks = every.map(() => null);
  const haystack = (row) =>
    (haystacks[row] ??= [
      get.id(row), get.exporter(row), get.consignee(row), get.description(row), get.goods(row),
      get.case(row), get.source(row), ...places(row), ...places(row).map(country),
      ...reasons(row).map((reason) => reason.says),
    ].join("\n").toLowerCase());

  const state = { q: "", view: "", goods: "", place: "", fresh: "", sort: "rank", down: "", page: 0 };
  const filters = ["q", "view", "goods", "place", "fresh"];
  let shown = every;

  const fits = (row) =>
    (!state.goods || get.goods(row) === state.goods) &&
    (!state.place || places(row).includes(state.place)) &&
    (!state.fresh || get.new(row)) &&
    (!state.view || data.reasons[row].some((reason) => data.signals[reason[0]][1] === state.view)) &&
    state.q.toLowerCase().split(/\s+/).every((word) => !word || haystack(row).includes(word));

  const sorted = (rows) => {
    const value = get[state.sort], sign = state.down ? -1 : 1;
    return rows.slice().sort((one, two) => {
      const a = value(one), b = value(two);
      if (a === b) return one - two;
      if (a === null || a === "") return 1;
      if (b === null || b === "") return -1;
      return a < b ? -sign : sign;
    });
  };

  const make = (tag, look, text) => {
    const made = document.createElement(tag);
    if (look) made.className = look;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const blank = at("blank").content.firstElementChild;
  const cell = (entry, name) => entry.querySelector(".c-" + name);

  const lane = (row) => {
    const line = make("span", "lane");
    places(row).forEach((code, place) => {
      if (place) {
        const to = make("span", "to", "→");
        to.setAttribute("role", "img");
        to.setAttribute("aria-label", "to");
        line.append(to);
      }
      const stop = make("abbr", "", code);
      stop.title = country(code);
      line.append(stop);
    });
    if (!line.hasChildNodes()) line.append(make("span", "none", "not stated"));
    return line;
  };
  const bar = (share) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "bar");
    for (const [name, value] of [["width", 64], ["height", 6], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
    for (const [look, width] of [["track", 64], ["fill", 64 * share]]) {
      const rect = document.createElementNS(svg.namespaceURI, "rect");
      for (const [name, value] of [["width", width], ["height", 6], ["rx", 3], ["class", look]]) rect.setAttribute(name, value);
      svg.append(rect);
    }
    return svg;
  };
  const says = (look, tag, reason) => {
    const line = make(tag, look);
    line.append(make("span", "view", reason.view), " ", make("bdi", "", reason.says));
    return line;
  };
  const IN_WORDS = new Set(["share", "0 to 1", "0 or 1", "ln", "decades", "nats"]); // of parts.html
  const fillReasons = (list, row) => {
    for (const reason of reasons(row)) {
      const item = make("li"), numbers = make("p", "numbers"), share = make("span");
      share.append(bar(reason.share), " " + percent(reason.share) + " of the score");
      numbers.append(share);
      const bare = !IN_WORDS.has(reason.unit);
      if (bare && reason.value !== null) numbers.append(make("span", "", "value " + figure(reason.value) + " " + reason.unit));
      if (bare && reason.typical !== null) numbers.append(make("span", "", "typical " + figure(reason.typical)));
      if (reason.peers !== null) numbers.append(make("span", "", many(reason.peers, "peer")));
      if (reason.flag) numbers.append(make("span", "red-flag", "Red flag " + reason.flag));
      item.append(says("says", "p", reason), numbers);
      if (reason.innocent) {
        const innocent = make("p", "innocent");
        innocent.append(make("b", "", "Would explain it:"), " " + reason.innocent);
        item.append(innocent);
      }
      list.append(item);
    }
    if (!list.hasChildNodes()) list.append(make("li", "", "No reason is written for this shipment."));
    const more = get.more(row);
    if (more) list.append(make("li", "sub", many(more, "weaker reason") + (more === 1 ? " carries" : " carry") + " the other " + percent(get.rest(row)) + " of the score."));
  };
  const fillIds = (line, row) => {
    line.append(make("span", "", "Score " + get.score(row).toFixed(3)));
    if (get.one_in(row)) line.append(make("span", "", "one in " + count(get.one_in(row))));
    for (const [word, name] of [["id ", "id"], ["source ", "source"]]) {
      const part = make("span", "", word);
      part.append(make("bdi", "", get[name](row)));
      line.append(part);
    }
    if (get.by(row)) line.append(make("span", "", "selected by " + get.by(row)));
  };
  const entryOf = (row) => {
    const entry = document.importNode(blank, true);
    cell(entry, "rank").textContent = get.rank(row);
    const units = get.units(row), goods = cell(entry, "goods");
    goods.querySelector("b").textContent = get.goods(row);
    goods.querySelector(".held").textContent = units ? figure(units) + (units === 1 ? " accelerator" : " accelerators") : "";
    goods.querySelector(".sub").textContent = get.description(row);
    const [from, to] = cell(entry, "parties").querySelectorAll("bdi");
    from.textContent = get.exporter(row) || "exporter not stated";
    to.textContent = get.consignee(row) || "consignee not stated";
    cell(entry, "lane").append(lane(row));
    const value = get.value(row);
    const worth = cell(entry, "value");
    worth.textContent = value === null ? "–" : count(value);
    worth.classList.toggle("unknown", value === null);
    cell(entry, "day").textContent = get.day(row);
    const name = get.case(row), known = data.cases.includes(name);
    const told = make(known ? "a" : "span", "", name);
    if (known) told.href = "#" + name;
    cell(entry, "case").prepend(told);
    cell(entry, "case").querySelector(".sub").textContent = get.decided(row);
    const details = cell(entry, "why").firstElementChild, summary = details.firstElementChild;
    const top = reasons(row).slice(0, 2);
    summary.prepend(...(top.length ? top.map((reason) => says("top", "span", reason)) : [make("span", "top", "No reason is written")]));
    details.addEventListener("toggle", () => {
      const list = details.querySelector(".reasons");
      if (!details.open || list.hasChildNodes()) return;
      fillIds(details.querySelector(".ids"), row);
      fillReasons(list, row);
    });
    return entry;
  };

  const draw = () => {
    const pages = Math.max(1, Math.ceil(shown.length / PAGE));
    state.page = Math.min(state.page, pages - 1);
    const start = state.page * PAGE, rows = shown.slice(start, start + PAGE);
    at("rows").replaceChildren(...rows.map(entryOf));
    if (!rows.length) at("rows").append(make("p", "empty", "No shipment fits. Clear the search or a filter."));
    const range = shown.length > PAGE ? ", " + count(start + 1) + " to " + count(start + rows.length) + " shown" : "";
    at("count").textContent = (shown.length === total ? many(total, "shipment") : count(shown.length) + " of " + many(total, "shipment")) + range;
    at("page").textContent = "Page " + (state.page + 1) + " of " + pages;
    at("back").disabled = state.page === 0;
    at("next").disabled = state.page === pages - 1;
    document.querySelector(".pages").hidden = pages === 1;
    for (const head of document.querySelectorAll("#table [data-key]")) {
      if (head.dataset.key === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };
  const remember = () => {
    const kept = new URLSearchParams();
    for (const name of [...filters, "sort", "down"]) if (state[name] && state[name] !== "rank") kept.set(name, state[name]);
    try {
      history.replaceState(null, "", kept.size ? "#queue?" + kept : location.pathname);
    } catch { /* a sandboxed page may not change its address */ }
  };
  const choose = () => {
    shown = sorted(every.filter(fits));
    draw();
  };
  const change = () => { state.page = 0; choose(); remember(); };

  const options = (select, pairs) => {
    for (const [value, text] of pairs) {
      const option = make("option", "", text);
      option.value = value;
      select.append(option);
    }
  };
  const distinct = (values) => [...new Set(values)].filter(Boolean).sort();
  options(at("goods"), distinct(every.map(get.goods)).map((goods) => [goods, goods]));
  options(at("place"), distinct(every.flatMap(places)).map((code) => [code, country(code)]).sort((a, b) => a[1] < b[1] ? -1 : 1));

  for (const head of document.querySelectorAll("#table [data-key]")) {
    const button = make("button", "", head.textContent);
    button.type = "button";
    button.addEventListener("click", () => {
      const again = state.sort === head.dataset.key;
      const first = ["units", "value", "day"].includes(head.dataset.key) ? "1" : "";
      state.down = again ? (state.down ? "" : "1") : first;
      state.sort = head.dataset.key;
      change();
    });
    head.replaceChildren(button);
  }
  let waiting;
  at("q").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.q = at("q").value.trim(); change(); }, 120);
  });
  for (const name of ["view", "goods", "place"]) {
    at(name).addEventListener("change", () => { state[name] = at(name).value; change(); });
  }
  at("fresh")?.addEventListener("change", () => { state.fresh = at("fresh").checked ? "1" : ""; change(); });
  const turn = (step) => {
    state.page += step;
    draw();
    at("table").scrollIntoView({ block: "start" });
  };
  at("back").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  at("tools").addEventListener("submit", (event) => event.preventDefault());

  const guarded = (value) => {
    const text = value === null ? "" : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== "number" ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  };
  at("csv").addEventListener("click", () => {
    const names = ["rank", "id", "source", "day", "goods", "description", "units", "exporter", "consignee", "lane", "value", "score", "case"];
    const heads = ["rank", "shipment_id", "source", "shipped_on", "goods", "description", "units", "exporter", "consignee", "lane", "value_usd", "score", "case_id", "reasons"];
    const lines = shown.map((row) => [...names.map((name) => get[name](row)), reasons(row).map((reason) => reason.says).join(" ")]);
    const text = [heads, ...lines].map((line) => line.map(guarded).join(",")).join("\r\n") + "\r\n";
    const link = make("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/csv" }));
    link.download = "queue-" + data.week + ".csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });

  document.addEventListener("keydown", (event) => {
    if (!at("keys").checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (event.key === "/") {
      event.preventDefault();
      at("q").focus();
    } else if (event.key === "j" || event.key === "k") {
      const all = [...document.querySelectorAll("#rows summary")];
      const here = all.indexOf(document.activeElement);
      all[Math.max(0, Math.min(all.length - 1, here + (event.key === "j" ? 1 : -1)))]?.focus();
    }
  });
  const openTarget = () => {
    const target = at(location.hash.slice(1));
    if (!target?.matches("details")) return;
    for (let part = target; part; part = part.parentElement.closest("details")) part.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  const asked = location.hash.match(/^#queue\?(.*)$/);
  for (const [name, value] of new URLSearchParams(asked?.[1] ?? "")) if (name in state && name !== "page") state[name] = value;
  if (!(state.sort in get)) state.sort = "rank";
  for (const name of ["q", "view", "goods", "place"]) at(name).value = state[name];
  if (at("fresh")) at("fresh").checked = Boolean(state.fresh);
  choose();
})();

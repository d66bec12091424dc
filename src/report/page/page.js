"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const words = {
  en: {
    overview: "Overview", suspects: "Suspects", documents: "Documents", parts: "Parts of the page", filter: "Filter",
    histogram: "Documents by estimated share of words damaged before the repair",
    rules: "Findings by rule: edits (left) and suspects (right)",
    estimate: "The share of damaged words is an estimate: edits of words, and suspects as much as they are probable, over the words of the document (one for 6.2 bytes); after the repair what the probabilities of edits and suspects leave.",
    folders: "By folder", text: "Text", rule: "Rule", level: "Level", state: "Decision", folder: "Folder", name: "Your name",
    export: "Export decisions", list: "Suspects, a series each", worst: "Documents, the most damaged first",
    all: "all", open: "open", accepted: "accepted", rejected: "right as it stands",
    files: "documents", changed: "mended", edits: "edits", before: "damaged words before", after: "and after, estimated",
    keys: "Suspects of line ends are not decided here. Keys: ↓ ↑ next and previous, a or Enter accept, 1–9 another candidate, t type another, r right as it stands, u undo, / search, e export. A decision holds for the whole series.",
    shown: (n, all, decided) => `${n} of ${all} series; ${decided} decided`,
    times: (n, d) => `${n} × in ${d} ${d === 1 ? "document" : "documents"}`, perhaps: "perhaps", accept: "Accept", reject: "Right as it stands", other: "Type another…", undo: "Undo",
    became: "What it should be:", more: n => `${n} more places`, hidden: n => n ? `${n} rarer series are not on this page; the ledger has them.` : "",
    docnote: (n, all) => n < all ? `${n} of ${all} documents are shown.` : "", doc: (e, s, b, a) => `${e} edits, ${s} suspects; ${b} → ${a} of words damaged, estimated`, of: "of", hiddenEdits: n => `${n} more edits`, certain: "certain", likely: "likely", doubtful: "doubtful", run: r => `ordret ${r.tool}; applied: ${r.apply}`, saved: n => `${n} decisions exported`,
  },
  da: {
    overview: "Overblik", suspects: "Mistænkte steder", documents: "Dokumenter", parts: "Sidens dele", filter: "Filter",
    histogram: "Dokumenter efter anslået andel af beskadigede ord før reparationen",
    rules: "Fund efter regel: rettelser (til venstre) og mistænkte steder (til højre)",
    estimate: "Andelen af beskadigede ord er et skøn: rettelser af ord, og mistænkte steder efter deres sandsynlighed, over dokumentets ord (et for hver 6,2 byte); efter reparationen det, som sandsynlighederne lader tilbage.",
    folders: "Efter mappe", text: "Tekst", rule: "Regel", level: "Niveau", state: "Afgørelse", folder: "Mappe", name: "Dit navn",
    export: "Eksportér afgørelser", list: "Mistænkte steder, en serie på hver linje", worst: "Dokumenter, de mest beskadigede først",
    all: "alle", open: "åbne", accepted: "godtaget", rejected: "rigtigt, som det står",
    files: "dokumenter", changed: "rettet", edits: "rettelser", before: "beskadigede ord før", after: "og efter, anslået",
    keys: "Mistænkte linjeskift afgøres ikke her. Taster: ↓ ↑ næste og forrige, a eller Enter godtag, 1–9 en anden kandidat, t skriv en anden, r rigtigt, som det står, u fortryd, / søg, e eksportér. En afgørelse gælder hele serien.",
    shown: (n, all, decided) => `${n} af ${all} serier; ${decided} afgjort`,
    times: (n, d) => `${n} × i ${d} ${d === 1 ? "dokument" : "dokumenter"}`, perhaps: "måske", accept: "Godtag", reject: "Rigtigt, som det står", other: "Skriv en anden …", undo: "Fortryd",
    became: "Hvad der skulle stå:", more: n => `${n} steder mere`, hidden: n => n ? `${n} sjældnere serier er ikke på siden; hovedbogen har dem.` : "",
    docnote: (n, all) => n < all ? `${n} af ${all} dokumenter er vist.` : "", doc: (e, s, b, a) => `${e} rettelser, ${s} mistænkte steder; ${b} → ${a} af ordene beskadiget, anslået`, of: "af", hiddenEdits: n => `${n} rettelser mere`, certain: "sikkert", likely: "sandsynligt", doubtful: "tvivlsomt", run: r => `ordret ${r.tool}; anvendt: ${{ certain: "sikkert", likely: "sandsynligt", doubtful: "tvivlsomt" }[r.apply] || r.apply}`, saved: n => `${n} afgørelser eksporteret`,
  },
};
const byId = id => document.getElementById(id);
const ROW = 52;
const store = `ordret:${data.id}`;
let tongue = (navigator.language || "en").toLowerCase().startsWith("da") ? "da" : "en";
let decided = new Map();
let history = [];
let shown = [];
let at = 0;

function make(tag, text, kind) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (kind) node.className = kind;
  return node;
}
function t(key, ...of) { const said = words[tongue][key]; return typeof said === "function" ? said(...of) : said; }
function visible(text) { return text === "" ? "∅" : /^ +$/.test(text) ? "␣".repeat(text.length) : text.replace(/\r/g, "␍").replace(/\n/g, "⏎").replace(/\t/g, "⇥").replace(/[\u0000-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, c => `\\u{${c.codePointAt(0).toString(16)}}`); }
function share(x) { return (100 * x).toLocaleString(tongue, { maximumFractionDigits: 2 }) + " %"; }

function load() {
  try { for (const [id, said] of JSON.parse(localStorage.getItem(store) || "[]")) decided.set(id, said); } catch { decided = new Map(); }
}
function save() { try { localStorage.setItem(store, JSON.stringify([...decided])); } catch { /* the browser keeps nothing; the export still does */ } }

function speak() {
  document.documentElement.lang = tongue;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  byId("tongue").textContent = tongue === "da" ? "English" : "Dansk";
  byId("tongue").lang = tongue === "da" ? "en" : "da";
  byId("run").textContent = t("run", data);
  byId("keys").textContent = `${t("keys")} ${t("hidden", data.hidden_series)}`;
  const figures = [["files", data.documents], ["changed", data.changed], ["edits", data.edits], ["suspects", data.suspects], ["before", share(data.before)], ["after", share(data.after)]];
  byId("figures").replaceChildren(...figures.map(([key, value]) => { const box = make("div"); box.append(make("dt", t(key)), make("dd", value.toLocaleString(tongue))); return box; }));
  options("by-rule", ["", ...new Set(data.series.map(s => s.rule))].sort(), rule => rule || t("all"));
  options("by-level", ["", "likely", "doubtful", "certain"], level => level ? t(level) : t("all"));
  options("by-state", ["", "open", "accepted", "rejected"], state => state ? t(state) : t("all"));
  options("by-folder", ["", ...data.folders.map(f => f.name)], folder => folder || t("all"));
  table();
  documents();
  filter();
}
function options(id, values, name) {
  const select = byId(id), kept = select.value;
  select.replaceChildren(...values.map(value => { const option = make("option", name(value)); option.value = value; return option; }));
  select.value = kept;
}
function table() {
  const head = make("tr");
  for (const key of ["folder", "documents", "edits", "suspects"]) { const cell = make("th", t(key), key === "folder" ? "" : "n"); cell.scope = "col"; head.append(cell); }
  const rows = data.folders.map(folder => {
    const row = make("tr");
    row.append(make("td", folder.name || "."), ...[folder.documents, folder.edits, folder.suspects].map(n => make("td", n.toLocaleString(tongue), "n")));
    return row;
  });
  byId("folders").replaceChildren(head, ...rows);
}
function documents() {
  byId("documents-note").textContent = t("docnote", data.worst.length, data.documents);
  byId("docs").replaceChildren(...data.worst.map(doc => {
    const box = make("details"), head = make("summary", visible(doc.path));
    head.append(make("small", ` ${t("doc", doc.edits, doc.suspects, share(doc.before), share(doc.after))}`));
    box.append(head);
    box.addEventListener("toggle", () => { if (box.open && box.childElementCount === 1) box.append(sides(doc)); });
    return box;
  }));
}
function sides(doc) {
  const grid = make("div", undefined, "sides");
  for (const edit of doc.shown) {
    for (const [text, kind] of [[edit.before, "bad"], [edit.after, "good"]]) {
      const cell = make("div");
      cell.append(make("small", `${edit.line} ${edit.rules} `), edit.left && visible(edit.left), make(kind === "bad" ? "del" : "ins", visible(text), kind), edit.right && visible(edit.right));
      grid.append(cell);
    }
  }
  if (doc.edits > doc.shown.length) grid.append(make("small", t("hiddenEdits", doc.edits - doc.shown.length)));
  return grid;
}

function state(series) { const said = decided.get(series.id); return said === undefined ? "open" : said === null ? "rejected" : "accepted"; }
function filter() {
  const [text, rule, level, wanted, folder] = ["by-text", "by-rule", "by-level", "by-state", "by-folder"].map(id => byId(id).value);
  const needle = text.toLowerCase(), kept = shown[at];
  shown = data.series.filter(s => (!rule || s.rule === rule) && (!level || s.level === level) && (!folder || s.folders.includes(folder))
    && (!wanted || state(s) === wanted) && (!needle || s.text.toLowerCase().includes(needle) || s.readings.some(r => r[0].toLowerCase().includes(needle))));
  at = Math.max(0, kept ? shown.indexOf(kept) : 0);
  draw();
}
function draw() {
  byId("count").textContent = t("shown", shown.length, data.series.length, decided.size);
  byId("space").style.height = `${shown.length * ROW}px`;
  const list = byId("list"), first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
  const last = Math.min(shown.length, first + Math.ceil(list.clientHeight / ROW) + 10);
  const rows = byId("rows");
  rows.style.top = `${first * ROW}px`;
  rows.replaceChildren(...shown.slice(first, last).map((series, offset) => row(series, first + offset)));
  list.setAttribute("aria-activedescendant", shown.length ? `row-${at}` : "");
  detail();
}
function row(series, place) {
  const said = decided.get(series.id), node = make("div", undefined, "row");
  node.id = `row-${place}`;
  node.setAttribute("role", "option");
  node.setAttribute("aria-selected", place === at);
  node.setAttribute("aria-posinset", place + 1);
  node.setAttribute("aria-setsize", shown.length);
  const reading = said === undefined ? series.readings[0] && series.readings[0][0] : said;
  node.append(make("span", visible(series.text), said === undefined ? "bad" : said === null ? "bad no" : "bad yes"));
  if (reading) node.append(" → ", make("span", visible(reading), "good"));
  node.append(make("small", `${t("times", series.count, series.documents)} · ${series.rule} · ${t(series.level)} ${series.probability.toFixed(2)}`));
  node.addEventListener("click", () => select(place));
  return node;
}
function select(place) {
  at = Math.min(Math.max(0, place), Math.max(0, shown.length - 1));
  const list = byId("list"), top = at * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  draw();
}
function detail() {
  const box = byId("detail"), series = shown[at];
  if (!series) { box.replaceChildren(); return; }
  const head = make("h3");
  head.append(make("span", visible(series.text), "bad"));
  const rule = data.rules.find(known => known.code === series.rule);
  const parts = [head, make("p", `${series.rule} ${rule ? rule.name : ""}: ${rule ? rule.summary : ""}`), make("p", visible(series.why), "note")];
  const actions = make("div", undefined, "actions");
  series.readings.forEach(([reading, probability], number) => {
    const button = make("button", `${number + 1}: ${visible(reading)} (${probability.toFixed(2)})`);
    button.type = "button";
    button.addEventListener("click", () => decide(series, reading));
    actions.append(button);
  });
  for (const [key, act] of [["other", () => other(series)], ["reject", () => decide(series, null)], ["undo", undo]]) {
    const button = make("button", t(key));
    button.type = "button";
    button.addEventListener("click", act);
    actions.append(button);
  }
  parts.push(actions);
  for (const place of series.places) {
    const passage = make("p", undefined, "passage");
    passage.append(make("small", `${visible(place.path)}:${place.line}:${place.column} `), make("br"), place.left && visible(place.left), make("mark", visible(series.text)), place.right && visible(place.right));
    parts.push(passage);
  }
  if (series.count > series.places.length) parts.push(make("p", t("more", series.count - series.places.length), "note"));
  box.replaceChildren(...parts);
}
function decide(series, reading) {
  history.push([series.id, decided.get(series.id)]);
  decided.set(series.id, reading);
  save();
  select(at + 1);
}
function other(series) {
  const reading = window.prompt(t("became"), (series.readings[0] || [series.text])[0]);
  if (reading !== null && reading !== "") decide(series, reading === series.text ? null : reading);
}
function undo() {
  const last = history.pop();
  if (!last) return;
  if (last[1] === undefined) decided.delete(last[0]); else decided.set(last[0], last[1]);
  save();
  const place = shown.findIndex(series => series.id === last[0]);
  if (place >= 0) select(place); else draw();
}
function lines() {
  const by = byId("name").value.trim(), now = new Date().toISOString();
  const said = [{ type: "decisions", format: "ordret-decisions", version: 1 }];
  for (const series of data.series) {
    if (!decided.has(series.id)) continue;
    const line = { type: "decision", rule: series.rule, text: series.text };
    if (decided.get(series.id) !== null) line.reading = decided.get(series.id);
    if (by) line.by = by;
    line.at = now;
    said.push(line);
  }
  return said;
}
function exported() {
  const said = lines();
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([said.map(line => JSON.stringify(line) + "\n").join("")], { type: "application/jsonl" }));
  link.download = "decisions.jsonl";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  byId("count").textContent = t("saved", said.length - 1);
}

document.addEventListener("keydown", event => {
  const field = event.target.matches("input, select, textarea");
  if (event.key === "Escape" && field) { byId("list").focus(); return; }
  if (field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("button, a, summary") && (event.key === "Enter" || event.key === " ")) return;
  const series = shown[at];
  const act = {
    ArrowDown: () => select(at + 1), j: () => select(at + 1), ArrowUp: () => select(at - 1), k: () => select(at - 1),
    PageDown: () => select(at + 8), PageUp: () => select(at - 8), Home: () => select(0), End: () => select(shown.length - 1),
    a: () => series && series.readings[0] && decide(series, series.readings[0][0]),
    Enter: () => series && series.readings[0] && decide(series, series.readings[0][0]),
    r: () => series && decide(series, null), t: () => series && other(series), u: undo, e: exported,
    "/": () => byId("by-text").focus(),
  }[event.key];
  if (act) { event.preventDefault(); act(); return; }
  const number = Number(event.key);
  if (series && number >= 1 && series.readings[number - 1]) { event.preventDefault(); decide(series, series.readings[number - 1][0]); }
});
byId("list").addEventListener("scroll", draw);
byId("filters").addEventListener("input", filter);
byId("filters").addEventListener("submit", event => event.preventDefault());
byId("export").addEventListener("click", exported);
byId("tongue").addEventListener("click", () => { tongue = tongue === "da" ? "en" : "da"; speak(); });
load();
speak();

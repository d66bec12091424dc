const byId = id => document.getElementById(id);
const ROW = 52;
const PLACES = 20;
const BESIDE = window.innerWidth < 600 ? 9 : 16;
const LONGEST = 200;
let history = [];
let shown = { length: 0, row: () => undefined, indexOf: () => -1 };
let at = 0;
let place = 0;
let placesWanted = 3;

function make(tag, text, kind) {
  const node = document.createElement(tag);
  if (text !== undefined) node.textContent = text;
  if (kind) node.className = kind;
  return node;
}
// Manuals and reasons are in English whatever the page's language.
function english(tag, text, kind) {
  const node = make(tag, text, kind);
  node.lang = "en";
  return node;
}
function button(text, act, kind) {
  const node = make("button", text, kind);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}
function visible(text) { return text === "" ? "∅" : /^ +$/.test(text) ? "␣".repeat(text.length) : text.replace(/\r/g, "␍").replace(/\n/g, "⏎").replace(/\t/g, "⇥").replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, c => `\\u{${c.codePointAt(0).toString(16)}}`); }
function share(x) { return (100 * x).toLocaleString(tongue, { maximumFractionDigits: 2 }) + " %"; }
// Cut, not rounded: what is short of a level is not shown as if it had reached it. Probabilities are of single precision.
function probability(p) { return (Math.floor(Math.fround(Math.fround(p) * 1000)) / 1000).toFixed(3); }

function speak() {
  document.documentElement.lang = tongue;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  byId("tongue").textContent = tongue === "da" ? "English" : "Dansk";
  byId("tongue").lang = tongue === "da" ? "en" : "da";
  byId("run").textContent = t("run", data);
  byId("keys").textContent = [t("keys"), t("undecided", data.not_decided), t("hidden", data.hidden_series), t("beyond", data.hidden_suspects)].join(" ");
  const figures = [["files", data.documents], ["words", data.words], ["changed", data.changed], ["edits", data.edits], ["doubted", data.suspects], ["before", share(data.before)], ["after", share(data.after)]];
  byId("figures").replaceChildren(...figures.map(([key, value]) => { const box = make("div"); box.append(make("dt", t(key)), make("dd", value.toLocaleString(tongue))); return box; }));
  options("by-rule", ["", ...data.rules.filter(rule => rule.suspects).map(rule => rule.code)], rule => rule || t("all"));
  options("by-level", ["", "likely", "doubtful", "certain"], level => level ? t(level) : t("all"));
  options("by-state", ["", "open", "accepted", "rejected"], state => state ? t(state) : t("all"));
  options("by-folder", ["", ...data.folders.map(f => f.name).filter(Boolean)], folder => folder ? visible(folder) : t("all"));
  table("levels", ["rule", "", "mendedCertain", "mendedLikely", "mendedDoubtful", "doubtedCertain", "doubtedLikely", "doubtedDoubtful"], data.rules.map(rule => [rule.code, rule.name, ...rule.levels[0], ...rule.levels[1]]), 2);
  table("folders", ["folder", "documents", "edits", "suspects", "before", "after"], data.folders.map(f => [visible(f.name || "."), f.documents, f.edits, f.suspects, share(f.before), share(f.after)]));
  table("confusions", ["stands", "meant", "edits", "suspects"], data.confusions.map(c => [visible(c.stands), visible(c.meant), c.edits, c.suspects]), 2);
  table("unknown", ["word", "reading", "times", "documents"], data.unknown.map(u => [visible(u.text), u.reading === undefined ? "" : visible(u.reading), u.count, u.documents]), 2);
  byId("years").hidden = data.years.length === 0;
  documents();
  filter();
}
function options(id, values, name) {
  const select = byId(id), kept = select.value;
  select.replaceChildren(...values.map(value => { const option = make("option", name(value)); option.value = value; return option; }));
  select.value = kept;
}
function table(id, heads, rows, texts = 1) {
  const head = make("tr");
  heads.forEach((key, column) => { const cell = make("th", key && t(key), column < texts ? "" : "n"); cell.scope = "col"; head.append(cell); });
  byId(id).replaceChildren(head, ...rows.map(row => {
    const line = make("tr");
    row.forEach((value, column) => line.append(make("td", typeof value === "number" ? value.toLocaleString(tongue) : value, column < texts ? "" : "n")));
    return line;
  }));
}
function documents() {
  byId("documents-note").textContent = t("docnote", data.worst.length, data.documents);
  byId("docs").replaceChildren(...data.worst.map(folded));
}
function folded(doc) {
  const box = make("details"), head = make("summary", visible(doc.path));
  head.append(make("small", ` ${t("doc", doc.edits, doc.suspects, doc.before == null ? "?" : share(doc.before), doc.after == null ? "?" : share(doc.after))}`));
  box.append(head);
  box.dataset.path = doc.path;
  box.addEventListener("toggle", () => { if (box.open && box.childElementCount === 1) box.append(sides(doc)); });
  return box;
}
function sides(doc) {
  const grid = make("div", undefined, "sides");
  grid.append(make("strong", t("was")), make("strong", t("is")));
  for (const edit of doc.shown) {
    for (const [text, kind] of [[edit.before, "bad"], [edit.after, "good"]]) {
      const cell = make("div");
      cell.append(make("small", `${t("line")} ${edit.line}, ${edit.rules} `), edit.left && visible(edit.left), make(kind === "bad" ? "del" : "ins", visible(text), kind), edit.right && visible(edit.right));
      grid.append(cell);
    }
  }
  if (doc.edits > doc.shown.length) grid.append(make("small", t("hiddenEdits", doc.edits - doc.shown.length)));
  return grid;
}
function jump(spot) {
  source.document(spot.path, spot.number, doc => {
    if (!doc) { byId("count").textContent = t("nodiff"); return; }
    const known = [...byId("docs").children].find(box => box.dataset.path === doc.path);
    const box = known || folded(doc);
    if (!known) byId("docs").prepend(box);
    box.open = true;
    box.scrollIntoView({ block: "start" });
    box.querySelector("summary").focus();
  });
}

function filter() {
  const [text, rule, level, wanted, folder] = ["by-text", "by-rule", "by-level", "by-state", "by-folder"].map(id => byId(id).value);
  const kept = shown.row(at);
  source.find({ text, rule, level, state: wanted, folder }, view => {
    shown = view;
    at = Math.max(0, kept ? shown.indexOf(kept) : 0);
    place = 0;
    draw();
  });
}
function draw() {
  byId("count").textContent = t("shown", shown.length.toLocaleString(tongue), source.all.toLocaleString(tongue), decided.size.toLocaleString(tongue));
  byId("space").style.height = `${shown.length * ROW}px`;
  const list = byId("list"), first = Math.max(0, Math.floor(list.scrollTop / ROW) - 5);
  const last = Math.min(shown.length, first + Math.ceil(list.clientHeight / ROW) + 10);
  const rows = byId("rows");
  rows.style.top = `${first * ROW}px`;
  rows.replaceChildren(...Array.from({ length: Math.max(0, last - first) }, (_, offset) => row(shown.row(first + offset), first + offset)));
  list.setAttribute("aria-activedescendant", shown.length ? `row-${at}` : "");
  detail();
}
function row(series, number) {
  const node = make("div", undefined, "row");
  node.id = `row-${number}`;
  node.setAttribute("role", "option");
  node.setAttribute("aria-selected", number === at);
  node.setAttribute("aria-posinset", number + 1);
  node.setAttribute("aria-setsize", shown.length);
  node.addEventListener("click", () => select(number));
  if (!series) { node.append(t("loading")); return node; }
  const known = decided.get(series.id), said = known && known.said;
  const reading = known ? said : series.readings[0] && series.readings[0][0];
  const mark = known ? said === null ? "bad no" : "bad yes" : "bad", spot = series.single && series.places[0];
  if (spot) node.append(make("span", brief(spot.left, -BESIDE), "beside"), make("span", brief(series.text, LONGEST), mark), make("span", brief(spot.right, BESIDE), "beside"));
  else node.append(make("span", visible(series.text), mark));
  if (reading !== undefined && reading !== null) node.append(" → ", make("span", brief(reading, LONGEST), "good"));
  const where = spot ? `${visible(spot.path)}:${spot.line}:${spot.column}` : t("often", series.count, series.documents);
  node.append(make("small", `${where} · ${series.rule} · ${t(series.level)} ${probability(series.probability)}`));
  return node;
}
// The start of a text, or its end; as much as a row has room for.
function brief(text, length) {
  const signs = [...text];
  return visible(signs.length <= Math.abs(length) ? text : length < 0 ? `…${signs.slice(length).join("")}` : `${signs.slice(0, length).join("")}…`);
}
function select(number) {
  at = Math.min(Math.max(0, number), Math.max(0, shown.length - 1));
  place = 0;
  placesWanted = 3;
  byId("only").checked = false;
  const list = byId("list"), top = at * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  draw();
}
function detail() {
  const box = byId("chosen"), series = shown.row(at);
  byId("actions").hidden = !series;
  byId("only").disabled = Boolean(series && series.single);
  byId("alike").hidden = !(series && series.single);
  if (!series) { box.replaceChildren(); byId("places").replaceChildren(); return; }
  const head = make("h3"), rule = data.rules.find(known => known.code === series.rule);
  head.append(make("span", visible(series.text), "bad"));
  box.replaceChildren(head, english("p", `${series.rule} ${rule ? rule.name : ""}: ${rule ? rule.summary : ""}`), english("p", visible(series.why), "note"));
  byId("readings").replaceChildren(...series.readings.map(([reading, p], number) => button(`${number + 1}: ${visible(reading)} (${probability(p)})`, () => decide(reading))));
  source.places(series, placesWanted, spots => places(series, spots));
}
function places(series, spots) {
  const nodes = spots.map((spot, number) => {
    const node = make("p", undefined, number === place ? "passage here" : "passage"), known = decided.get(spot.id);
    if (number === place) node.setAttribute("aria-current", "true");
    node.append(make("small", `${visible(spot.path)}:${spot.line}:${spot.column} `), make("br"), spot.left && visible(spot.left), make("mark", visible(series.text)), spot.right && visible(spot.right));
    if (known) node.append(" ", make("span", known.said === null ? t("rejected") : visible(known.said), known.said === null ? "no" : "good yes"));
    node.addEventListener("click", () => { place = number; detail(); });
    return node;
  });
  const more = series.count - spots.length;
  if (more > 0) nodes.push(make("p", t("more", more), "note"));
  if (more > 0 && source === served) nodes.push(button(t("morebutton"), () => { placesWanted = spots.length + PLACES; detail(); }));
  byId("places").replaceChildren(...nodes);
}
function step(by) {
  const series = shown.row(at);
  if (!series) return;
  const count = (series.places || []).length;
  place = Math.min(Math.max(0, place + by), Math.max(0, source === served ? series.count - 1 : count - 1));
  if (place >= count && source === served) placesWanted = count + PLACES;
  detail();
}

// What is decided on: the series, or the marked place alone.
function subject() {
  const series = shown.row(at);
  if (!series) return undefined;
  const spot = series.single || byId("only").checked ? (series.places || [])[place] : undefined;
  if (spot && spot.shared) { byId("count").textContent = t("shared"); return undefined; }
  if (!spot) return { id: series.id, line: { rule: series.rule, text: series.text } };
  return { id: spot.id, line: place_line(series, spot) };
}
function place_line({ rule, text }, { id, path, document, input }) { return { rule, text, id, path, document, input }; }
function decide(reading) {
  const on = subject();
  if (!on) return;
  const whole = on.line.id === undefined || shown.row(at).single;
  set([[on.id, entry(on.line, reading)]], true);
  if (whole) select(at + 1); else draw();
}
function entry(line, reading) { return { said: reading === line.text ? null : reading, line, at: new Date().toISOString() }; }
// Decides all places that are like the selected one, in its document, and open: accepts the first candidate of each, or lets all stand.
function alike(accept) {
  const one = shown.row(at);
  if (!one || !one.single) return;
  const home = one.places[0].document;
  source.find({ text: "", rule: one.rule, level: "", state: "open", folder: "" }, view => source.rows(view, rows => {
    const like = rows.filter(other => other.single && other.text === one.text && other.places[0].document === home && !(accept && !other.readings[0]));
    set(like.map(other => [other.id, entry(place_line(other, other.places[0]), accept ? other.readings[0][0] : null)]), true);
    draw();
  }));
}
function set(entries, remember) {
  const undone = [], lines = [];
  for (const [id, entry] of entries) {
    const before = decided.get(id);
    undone.push([id, before, entry.line]);
    if (before) lines.push({ type: "undo", ...(before.line || entry.line) });
    if (entry.said === undefined) decided.delete(id);
    else { decided.set(id, entry); lines.push(line(entry)); }
  }
  if (remember && undone.length) history.push(undone);
  source.keep(lines, () => {
    for (const [id, before] of undone) { if (before) decided.set(id, before); else decided.delete(id); }
    draw();
    complain();
  });
}
function undo() {
  const last = history.pop();
  if (!last) return;
  set(last.map(([id, before, about]) => [id, before ? { ...before, line: before.line || about } : { said: undefined, line: about }]), false);
  const ids = new Set(last.map(([id]) => id));
  for (let number = 0; source === file && number < shown.length; number++) if (ids.has(shown.row(number).id)) { select(number); return; }
  draw();
}
function line(entry) {
  const said = { type: "decision", ...entry.line }, by = byId("name").value.trim();
  if (entry.said !== null) said.reading = entry.said;
  if (by) said.by = by;
  said.at = entry.at || new Date().toISOString();
  return said;
}
function lines() {
  const said = [...decided.values()].filter(entry => entry.line).map(line);
  return [{ type: "decisions", format: "ordret-decisions", version: 1 }, ...said];
}
function exported() {
  if (source === served) return;
  const said = lines(), link = make("a");
  link.href = URL.createObjectURL(new Blob([said.map(line => JSON.stringify(line) + "\n").join("")], { type: "application/jsonl" }));
  link.download = "decisions.jsonl";
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  byId("count").textContent = t("saved", said.length - 1);
}
function complain() { byId("count").textContent = t("failed"); }
function first() { const series = shown.row(at); if (series && series.readings[0]) decide(series.readings[0][0]); }
function typed() {
  const series = shown.row(at);
  if (!series) return;
  byId("typed").value = (series.readings[0] || [series.text])[0];
  byId("typed").focus();
  byId("typed").select();
}

document.addEventListener("keydown", event => {
  const field = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && field) { byId("list").focus(); return; }
  if (field || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("button, a, summary") && (event.key === "Enter" || event.key === " ")) return;
  const series = shown.row(at);
  const act = {
    ArrowDown: () => select(at + 1), j: () => select(at + 1), ArrowUp: () => select(at - 1), k: () => select(at - 1),
    PageDown: () => select(at + 8), PageUp: () => select(at - 8), Home: () => select(0), End: () => select(shown.length - 1),
    ArrowRight: () => step(1), ArrowLeft: () => step(-1), o: () => byId("only").click(),
    d: () => { const spot = series && (series.places || [])[place]; if (spot) jump(spot); },
    a: first, Enter: first, r: () => decide(null), A: () => alike(true), R: () => alike(false), t: typed, u: undo, e: exported, "/": () => byId("by-text").focus(),
  }[event.key];
  if (act) { event.preventDefault(); act(); return; }
  const number = Number(event.key);
  if (series && number >= 1 && series.readings[number - 1]) { event.preventDefault(); decide(series.readings[number - 1][0]); }
});
byId("list").addEventListener("scroll", draw);
byId("filters").addEventListener("input", event => { if (event.target.id !== "name") filter(); });
byId("filters").addEventListener("submit", event => event.preventDefault());
byId("export").addEventListener("click", exported);
byId("export").hidden = source === served;
byId("reject").addEventListener("click", () => decide(null));
byId("undo").addEventListener("click", undo);
byId("all-accepted").addEventListener("click", () => alike(true));
byId("all-right").addEventListener("click", () => alike(false));
byId("diff").addEventListener("click", () => { const series = shown.row(at), spot = series && (series.places || [])[place]; if (spot) jump(spot); });
byId("type").addEventListener("submit", event => {
  event.preventDefault();
  const reading = byId("typed").value;
  if (reading !== "") decide(reading);
  byId("typed").value = "";
  byId("list").focus();
});
byId("tongue").addEventListener("click", () => { tongue = tongue === "da" ? "en" : "da"; speak(); });
source.load(speak);

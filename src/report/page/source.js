// Where the page gets what it shows, and where decisions go: all in the file and the browser, or at the program that serves it.
// A decision is kept by the name of its series or place: { said, line, at }; `said` is null where it is right as it stands.
let decided = new Map();

function state(series) { const known = decided.get(series.id); return known === undefined ? "open" : known.said === null ? "rejected" : "accepted"; }

const file = {
  store: `ordret:${data.id}`,
  load(done) {
    try { decided = new Map(JSON.parse(localStorage.getItem(this.store) || "[]")); } catch { decided = new Map(); }
    done();
  },
  // The browser may keep nothing; the export still does.
  keep(_lines, _failed) { try { localStorage.setItem(this.store, JSON.stringify([...decided])); } catch { } },
  all: data.series.length,
  find(wanted, done) {
    const needle = wanted.text.toLowerCase();
    const rows = data.series.filter(s => (!wanted.rule || s.rule === wanted.rule) && (!wanted.level || s.level === wanted.level) && (!wanted.folder || s.folders.includes(wanted.folder))
      && (!wanted.state || state(s) === wanted.state) && (!needle || s.text.toLowerCase().includes(needle) || s.readings.some(r => r[0].toLowerCase().includes(needle))));
    done({ length: rows.length, row: at => rows[at], indexOf: series => rows.indexOf(series) });
  },
  rows(view, done) { done(Array.from({ length: view.length }, (_, at) => view.row(at))); },
  places(series, _count, done) { done(series.places || []); },
  document(path, _number, done) { done(data.worst.find(doc => doc.path === path)); },
};

const served = {
  all: data.count,
  writing: Promise.resolve(),
  async ask(path, about) {
    const answer = await fetch(`${path}?${new URLSearchParams(about)}`, { cache: "no-store" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  },
  load(done) {
    this.ask("decisions", {}).then(known => { for (const [id, said] of known) decided.set(id, { said }); done(); }, () => done());
  },
  keep(lines, failed) {
    const bodies = [""];
    // The program takes a megabyte at once.
    for (const line of lines) { if (bodies.at(-1).length > 250000) bodies.push(""); bodies[bodies.length - 1] += JSON.stringify(line) + "\n"; }
    const write = async () => { for (const body of bodies) { const answer = await fetch("decisions", { method: "POST", body }); if (!answer.ok) throw new Error(answer.status); } };
    this.writing = this.writing.then(write).catch(failed);
  },
  find(wanted, done) {
    const rows = [], asked = new Set(), chunk = 100;
    const view = { wanted, length: 0, row: at => { if (!rows[at]) load(at); return rows[at]; }, indexOf: series => rows.indexOf(series) };
    const load = at => {
      const from = Math.floor(at / chunk) * chunk;
      if (asked.has(from)) return;
      asked.add(from);
      this.ask("series", { ...wanted, from, count: chunk }).then(found => {
        found.rows.forEach((row, offset) => { rows[from + offset] = row; });
        view.length = found.shown;
        if (from === 0) done(view); else draw();
      }, () => complain());
    };
    // What is written is found.
    this.writing.then(() => load(0));
  },
  // All rows of a view, asked for one part after the other.
  async rows(view, done) {
    const { wanted, length } = view, rows = [];
    try {
      while (rows.length < length) {
        const found = await this.ask("series", { ...wanted, from: rows.length, count: 500 });
        if (found.rows.length === 0) break;
        rows.push(...found.rows);
      }
      done(rows);
    } catch { complain(); }
  },
  places(series, count, done) {
    if (series.places && series.places.length >= Math.min(count, series.count)) { done(series.places); return; }
    if (series.asking === count) { done(series.places || []); return; }
    series.asking = count;
    this.ask("places", { series: series.id, from: 0, count }).then(found => { series.places = found.places; detail(); }, () => complain());
    done(series.places || []);
  },
  document(path, number, done) {
    const known = data.worst.find(doc => doc.path === path);
    if (known) { done(known); return; }
    this.ask("document", { number }).then(done, () => done(undefined));
  },
};
const source = data.source === "served" ? served : file;

// What a reviewer of a large archive waits for, and whether what he decides is done, all of it and nothing else.
//
// node page.mjs ORDRET CHROMIUM [DOCUMENTS]: an archive of so many documents is made, every second with a word that lost a letter,
// of some 2,000 such words; it is cleaned, its page is written and opened, 200 series are decided with the keyboard alone and
// exported, the decisions are obeyed by a second run, undone by `restore`, and left alone by a third.
import assert from "node:assert/strict";
import { createReadStream, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { folder, launch, lines, open, run, serve } from "./support.mjs";

const DOCUMENTS = Number(process.argv[4] || 100000);
const SERIES = 2000;
const DECIDED = 200;
// First parts and second parts of compounds; the second parts have a letter that is lost.
const firsts = ("aften arbejds bank bolig borger bro bygnings by børne cykel drifts dyre efterårs elev energi familie fiske flytte folke forårs forenings"
  + " frivilligheds fritids gade handels have havne helse hjemme hoved industri jagt jern klima klub kommune kontor kunde kultur kvarters landbrugs leder"
  + " læge lærer markeds medlems miljø morgen møbel natur nabo offentligheds opland patient plan politi post presse produktions regions rejse rente salgs"
  + " samarbejds skole skov sogne sommer sports statistik stats strand teater tids torve trafik udvalgs ungdoms valg vand varme vej vinter virksomheds"
  + " alders avis biblioteks brand data erhvervs fag fest film formands gymnastik hånd institutions kalender kirke kunst kyst lands luft løn mad mandags"
  + " motor musik nat orkester papir parkerings penge privat radio rets sal service sikkerheds sprog stof studie tekst tids værk").split(" ");
const seconds = ["m?de", "r?d", "l?sning", "hj?lp", "g?rd", "st?tte", "fr?", "v?rdi", "d?r", "?ndring", "k?b", "afg?relse", "omr?de", "n?vn", "gr?nse", "l?n",
  "sp?rgsm?l", "f?llesskab", "tr?ning", "?konomi", "milj?", "k?rsel", "p?l", "b?nk", "?bning", "?nske", "?velse", "m?l", "m?ngde", "m?rke", "n?gle",
  "s?son", "sk?rm", "sp?r", "st?j", "st?v", "tr?", "v?ben", "v?rk", "v?relse", "v?sen", "l?g", "l?re", "br?nd", "br?d", "b?d", "dr?m", "g?ld", "h?ring",
  "h?fte", "k?kken", "kr?ft", "bel?b", "bes?g", "udv?lgelse", "opl?sning", "opf?lgning", "?r", "hj?rne", "h?jde", "br?ndsel", "t?j", "sk?bne", "r?kke"];
const quiet = ["Udvalget godkendte referatet og gik videre til næste punkt.", "Formanden takkede for fremmødet og gennemgik dagsordenen.",
  "Regnskabet for det forløbne år blev fremlagt og godkendt uden bemærkninger.", "Der var ingen spørgsmål til beretningen."];
const damaged = word => `Derefter blev der talt om ${word}, som alle havde hørt om.`;

const figures = [];
const told = (what, figure) => { figures.push([what, figure]); console.log(`${what.padEnd(64)} ${figure}`); };
function timed(what, act) {
  const start = performance.now(), done = act();
  told(what, `${((performance.now() - start) / 1000).toFixed(2)} s`);
  return done;
}
const seconds_of = start => ((performance.now() - start) / 1000).toFixed(2);

// Words that are doubted and left: what they were is not certain.
function doubted() {
  const words = firsts.flatMap(first => seconds.map(second => first + second));
  mkdirSync(join(folder, "prove"));
  words.forEach((word, number) => writeFileSync(join(folder, "prove", `${number}.txt`), `${quiet.join(" ")} ${damaged(word)}\n`));
  const found = run("check", "prove", "--level", "doubtful", "--format", "json").trim().split("\n").map(line => JSON.parse(line));
  const whole = new Set(words);
  return [...new Set(found.filter(line => line.type === "suspect" && whole.has(line.text)).map(line => line.text))].slice(0, SERIES);
}

function archive(words) {
  for (let number = 0; number < DOCUMENTS; number++) {
    const shelf = join(folder, "arkiv", String(1900 + number % 100), String(Math.floor(number / 5000)));
    if (number < 100 || number % 5000 < 100) mkdirSync(shelf, { recursive: true });
    const word = words[Math.floor(number / 2) % words.length];
    const text = [`Dette er referat nummer ${number}.`].concat(quiet.map((_, at) => quiet[(at + number) % quiet.length]).concat(number % 2 ? [damaged(word)] : []));
    writeFileSync(join(shelf, `${number}.txt`), text.join(" ") + "\n");
  }
}
async function read(file, each) {
  for await (const line of createInterface({ input: createReadStream(join(folder, file)) })) each(JSON.parse(line));
}
// Edits and suspects of a ledger, by what they are called.
async function findings(file) {
  const found = { edits: new Map(), suspects: new Map() };
  await read(file, line => {
    if (line.type === "edit") found.edits.set(line.id, line);
    if (line.type === "suspect") found.suspects.set(line.id, line);
    assert.notEqual(line.type, "edits");
  });
  return found;
}
const files = where => readdirSync(join(folder, where), { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));

const doubts = timed("words chosen", doubted);
told("words", doubts.length);
timed(`${DOCUMENTS} documents made`, () => archive(doubts));
timed("clean", () => run("clean", "arkiv", "-o", "renset", "--show", "0"));
const before = await findings("renset/.ordret/ledger.jsonl");
told("suspects", before.suspects.size);
told("series", new Set([...before.suspects.values()].map(suspect => suspect.series)).size);
timed("page written (bar 60 s)", () => run("report", "renset", "-o", "side.html"));
told("the page's size (bar 20 MB)", `${(statSync(join(folder, "side.html")).size / 1e6).toFixed(1)} MB`);

const browser = await launch();
const loading = performance.now();
const { page, troubles } = await open(browser, pathToFileURL(join(folder, "side.html")).href, ["file:", "blob:"], { offline: true });
told("page usable after", `${seconds_of(loading)} s`);
told("first paint (bar 1 s)", `${(await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime)).toFixed(0)} ms`);
const filtering = await page.evaluate(() => ["m?de", "skole", "zzzz", ""].map(text => {
  const start = performance.now();
  byId("by-text").value = text;
  filter();
  document.body.offsetHeight;
  return performance.now() - start;
}));
told("filter, slowest of four (bar 100 ms)", `${Math.max(...filtering).toFixed(1)} ms`);

await page.locator("#list").focus();
const deciding = performance.now();
for (let number = 0; number < DECIDED; number++) {
  const hasSecond = await page.evaluate(() => shown.row(at).readings.length > 1);
  await page.keyboard.press(["a", "r", hasSecond ? "2" : "a", "Enter"][number % 4]);
}
told(`${DECIDED} series decided by keyboard`, `${seconds_of(deciding)} s`);
const waiting = page.waitForEvent("download");
await page.keyboard.press("e");
await (await waiting).saveAs(join(folder, "decisions.jsonl"));
assert.deepEqual(troubles, []);
const decisions = lines("decisions.jsonl").filter(line => line.type === "decision");
told("decisions exported", decisions.length);
assert.equal(decisions.length, DECIDED);

timed("clean --decisions", () => run("clean", "arkiv", "-o", "afgjort", "--show", "0", "--decisions", "decisions.jsonl"));
const after = await findings("afgjort/.ordret/ledger.jsonl");
const wanted = new Map(decisions.map(line => [`${line.rule} ${line.text}`, line.reading]));
let applied = 0, silenced = 0;
for (const [id, suspect] of before.suspects) {
  const key = `${suspect.rule} ${suspect.text}`;
  if (!wanted.has(key)) { assert.ok(after.suspects.has(id), `${key} is no suspect any more`); continue; }
  assert.ok(!after.suspects.has(id), key);
  const edit = after.edits.get(id);
  if (wanted.get(key) === undefined) { assert.equal(edit, undefined, key); silenced += 1; continue; }
  assert.equal(edit.after, wanted.get(key));
  assert.match(edit.evidence, /^decided/);
  applied += 1;
}
const others = [...after.edits.keys()].filter(id => !before.edits.has(id) && !before.suspects.has(id)).map(id => after.edits.get(id));
assert.deepEqual(others, []);
assert.deepEqual([...after.suspects.values()].filter(suspect => !before.suspects.has(suspect.id)), []);
assert.equal(after.edits.size, before.edits.size + applied);
assert.equal(after.suspects.size, before.suspects.size - applied - silenced);
told("places mended, and places left as decided; nothing else changed", `${applied}, ${silenced}`);
timed("restore", () => run("restore", "afgjort", "-o", "tilbage"));
for (const file of files("arkiv")) assert.deepEqual(readFileSync(file.replace("/arkiv/", "/tilbage/")), readFileSync(file), file);
told("documents given back, byte for byte", files("tilbage").length);
const printed = timed("the same run again", () => run("clean", "arkiv", "-o", "afgjort", "--show", "0", "--decisions", "decisions.jsonl", "--format", "json"));
const again = printed.trim().split("\n").map(line => JSON.parse(line));
assert.equal(again.filter(line => line.type === "unchanged").length, DOCUMENTS);
assert.equal(again.at(-1).unchanged_since, DOCUMENTS);
told("documents done anew", again.filter(line => line.type === "document").length);

const starting = performance.now();
const server = await serve("renset", "--decisions", "svar.jsonl");
told("review answers after", `${seconds_of(starting)} s`);
const served = await open(browser, server.url, [server.url]);
told("review: first paint", `${(await served.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime)).toFixed(0)} ms`);
const asked = await served.page.evaluate(async () => {
  const start = performance.now();
  await source.ask("series", { text: "m?de", from: 0, count: 100 });
  return performance.now() - start;
});
told("review: filter", `${asked.toFixed(1)} ms`);
assert.deepEqual(served.troubles, []);
await server.end();
await browser.close();
rmSync(folder, { recursive: true });

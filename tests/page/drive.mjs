// Drives the page of `ordret report` in a real browser: node drive.mjs ORDRET [CHROMIUM]
//
// An archive is cleaned, its page is opened from file:// without network, suspects are decided with the keyboard alone, what was
// decided is exported, and the command obeys the exported file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [program, browserPath = "/usr/bin/chromium"] = process.argv.slice(2);
const ordret = resolve(program);
const folder = mkdtempSync(join(tmpdir(), "ordret-page-"));
const run = (...args) => {
  try { return execFileSync(ordret, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }); }
  catch (error) { if (error.status === 1) return error.stdout; throw error; }
};
const tests = [];
const test = (name, body) => tests.push([name, body]);

// Hostile texts and names among the others: what they hold is shown as text.
const hostile = "</script><b>window.struck</b> \u202eevil\u0007";
mkdirSync(join(folder, "arkiv", "1984"), { recursive: true });
for (let number = 0; number < 30; number++) {
  const name = number === 7 ? "<img src=x onerror='window.struck = 1'>.txt" : `${number}.txt`;
  const quiet = "Udvalget godkendte referatet og gik videre til næste punkt.\n\n".repeat(60);
  writeFileSync(join(folder, "arkiv", "1984", name),
    `${quiet}Storste bekymring er vejene. Foreningen vil sporge kommunen om stotte til losningen pa modet i ${hostile}, for naeste ar begynder, og bestyrelsen onsker at drofte spergsmalet pa modet.\n`);
}
writeFileSync(join(folder, "arkiv", "lang.txt"), `${"xq?zv".repeat(200000)}\n`);
run("clean", "arkiv", "-o", "renset");
run("report", "renset", "-o", "side.html");

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
  "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
const context = await browser.newContext({ offline: true, locale: "en-GB", acceptDownloads: true });
const page = await context.newPage();
const troubles = [];
page.on("console", message => { if (["error", "warning"].includes(message.type())) troubles.push(message.text()); });
page.on("pageerror", error => troubles.push(String(error)));
page.on("request", request => { if (!request.url().startsWith("file:") && !request.url().startsWith("blob:")) troubles.push(request.url()); });
await page.goto(pathToFileURL(join(folder, "side.html")).href);

test("the page opens from a file, with no error and no request", async () => {
  assert.deepEqual(troubles, []);
  assert.equal(await page.evaluate(() => window.struck), undefined);
  assert.match(await page.locator("#count").innerText(), /series; 0 decided/);
});
test("filters narrow the list", async () => {
  const all = await page.evaluate(() => shown.length);
  await page.keyboard.press("/");
  await page.keyboard.type("zzzz no such passage");
  assert.equal(await page.evaluate(() => shown.length), 0);
  await page.locator("#by-text").fill("");
  assert.equal(await page.evaluate(() => shown.length), all);
  await page.keyboard.press("Escape");
});
test("suspects are decided with the keyboard alone, and undone", async () => {
  await page.locator("#list").focus();
  await page.keyboard.press("a");
  await page.keyboard.press("r");
  assert.match(await page.locator("#count").innerText(), /2 decided/);
  await page.keyboard.press("u");
  assert.match(await page.locator("#count").innerText(), /1 decided/);
  await page.keyboard.press("r");
});
test("what was decided is there after a reload", async () => {
  await page.reload();
  assert.match(await page.locator("#count").innerText(), /2 decided/);
});
test("the page speaks Danish", async () => {
  await page.locator("#tongue").click();
  assert.equal(await page.locator("#overview-head").innerText(), "Overblik");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "da");
});
test("the command obeys what the page exports", async () => {
  const waiting = page.waitForEvent("download");
  await page.locator("#list").focus();
  await page.keyboard.press("e");
  const download = await waiting;
  const file = join(folder, "decisions.jsonl");
  await download.saveAs(file);
  const lines = readFileSync(file, "utf8").trim().split("\n").map(line => JSON.parse(line));
  assert.equal(lines.length, 3);
  const [accepted, rejected] = [lines.find(line => line.reading !== undefined), lines.find(line => line.type === "decision" && line.reading === undefined)];
  run("clean", "arkiv", "-o", "afgjort", "--decisions", "decisions.jsonl");
  const ledger = readFileSync(join(folder, "afgjort", ".ordret", "ledger.jsonl"), "utf8").trim().split("\n").map(line => JSON.parse(line));
  const made = ledger.filter(line => ["edit", "edits"].includes(line.type) && line.evidence.startsWith("decided"));
  assert.ok(made.length > 0 && made.every(edit => edit.before === accepted.text && edit.after === accepted.reading));
  assert.ok(!ledger.some(line => line.type === "suspect" && line.rule === rejected.rule && line.text === rejected.text));
  run("restore", "afgjort", "-o", "tilbage");
  assert.deepEqual(readFileSync(join(folder, "tilbage", "1984", "3.txt")), readFileSync(join(folder, "arkiv", "1984", "3.txt")));
});
test("the page is fit for narrow windows and dark ones", async () => {
  for (const [width, colorScheme] of [[380, "light"], [1300, "dark"]]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1), `too wide at ${width}`);
  }
  assert.deepEqual(troubles, []);
});

let failed = 0;
for (const [name, body] of tests) {
  try { await body(); console.log(`ok ${name}`); } catch (error) { failed += 1; console.log(`not ok ${name}\n${error.stack}`); }
}
await browser.close();
rmSync(folder, { recursive: true });
console.log(`${tests.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);

// Drives the page of `ordret report` and of `ordret review` in a real browser: node drive.mjs ORDRET [CHROMIUM]
//
// An archive is cleaned, its page is opened from file:// without network, suspects are decided with the keyboard alone, what was
// decided is exported, and the command obeys the exported file. Then the same page is served, and what is decided is written down.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { finish, folder, launch, lines, open, run, serve, test } from "./support.mjs";

// Hostile texts and names among the others: what they hold is shown as text.
const hostile = "</script><b>window.struck</b> \u202eevil\u0007\u0000";
const damaged = `Storste bekymring er vejene. Foreningen vil sporge kommunen om stotte til losningen pa modet i ${hostile}, for naeste ar begynder, og bestyrelsen onsker at drofte spergsmalet pa modet. Det h?r var sort. Vejene i Sonderby er darlige og glatte.\n`;
mkdirSync(join(folder, "arkiv", "1984"), { recursive: true });
for (let number = 0; number < 30; number++) {
  const name = number === 7 ? "<img src=x onerror='window.struck = 1'>.txt" : `${number}.txt`;
  writeFileSync(join(folder, "arkiv", "1984", name), "Udvalget godkendte referatet og gik videre til næste punkt.\n\n".repeat(60) + `Nummer ${number}.\n\n` + damaged);
}
writeFileSync(join(folder, "arkiv", "lang.txt"), `${"xq?zv".repeat(200000)}\n`);
// A document with line ends that are doubted: nothing parts its paragraphs.
mkdirSync(join(folder, "arkiv", "2020"));
const article = readFileSync(new URL("../../fixtures/archive/2020/artikel-isvinter.txt", import.meta.url), "utf8");
writeFileSync(join(folder, "arkiv", "2020", "isvinter.txt"), article.replaceAll("\n\n", "\n"));
run("clean", "arkiv", "-o", "renset");
run("report", "renset", "-o", "side.html");
const browser = await launch();
const decided = page => page.locator("#count").innerText();

{
  const { page, troubles } = await open(browser, pathToFileURL(join(folder, "side.html")).href, ["file:", "blob:"], { offline: true });
  await test("the page opens from a file, with no error and no request", async () => {
    assert.deepEqual(troubles, []);
    assert.equal(await page.evaluate(() => window.struck), undefined);
    assert.match(await decided(page), /^\d+ of \d+ series and single places; 0 decided/);
  });
  await test("hostile text is shown as text", async () => {
    assert.ok((await page.locator("#docs").textContent()).includes("<img src=x onerror='window.struck = 1'>.txt"));
    const shown = await page.evaluate(() => data.worst.flatMap(doc => doc.shown.map(edit => sides({ shown: [edit], edits: 1 }).textContent)).join(" "));
    assert.ok(!/[\u0000\u0007\u202e]/.test(shown));
    assert.equal(await page.locator("img, b, script:not([nonce]):not([type='application/json'])").count(), 0);
  });
  await test("the overview tells folders, years, misreadings and unknown words, also to those who cannot see plots", async () => {
    assert.match(await page.locator("#years svg").getAttribute("aria-label"), /^1984: \d/);
    assert.equal(await page.locator("figure svg:not([aria-label])").count(), 0);
    assert.ok(await page.evaluate(() => [...document.querySelectorAll("#confusions tr")].some(row => row.textContent.startsWith("oø"))));
    assert.ok(await page.locator("#unknown tr").count() > 1);
  });
  await test("landmarks and names are there for a screen reader", async () => {
    for (const role of ["banner", "navigation", "main"]) assert.equal(await page.getByRole(role).count(), 1, role);
    const nameless = await page.evaluate(() => [...document.querySelectorAll("input, select, button, [role=listbox], [role=region]")]
      .filter(node => !(node.textContent.trim() || node.getAttribute("aria-label") || (node.labels && node.labels.length))).map(node => node.id));
    assert.deepEqual(nameless, []);
  });
  await test("filters narrow the list", async () => {
    const all = await page.evaluate(() => shown.length);
    await page.keyboard.press("/");
    await page.keyboard.type("zzzz no such passage");
    assert.equal(await page.evaluate(() => shown.length), 0);
    await page.locator("#by-text").fill("");
    assert.equal(await page.evaluate(() => shown.length), all);
    await page.keyboard.press("Escape");
  });
  await test("suspects are decided with the keyboard alone, and undone", async () => {
    await page.locator("#list").focus();
    await page.keyboard.press("a");
    await page.keyboard.press("r");
    assert.match(await decided(page), /2 decided/);
    await page.keyboard.press("u");
    assert.match(await decided(page), /1 decided/);
    await page.keyboard.press("r");
  });
  await test("something else is typed, and one place is decided by itself", async () => {
    await page.keyboard.press("t");
    await page.keyboard.type("nogetandet");
    await page.keyboard.press("Enter");
    assert.match(await decided(page), /3 decided/);
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("o");
    await page.keyboard.press("a");
    assert.match(await decided(page), /4 decided/);
    assert.equal(await page.locator(".passage.here .good").count(), 1);
  });
  await test("a place leads to the edits of its document", async () => {
    await page.keyboard.press("d");
    await page.waitForFunction(() => document.querySelector("#docs details[open] .sides") !== null);
  });
  await test("what was decided is there after a reload", async () => {
    // A browser keeps what it is given a moment later.
    await page.waitForTimeout(1000);
    await page.reload();
    assert.match(await decided(page), /4 decided/);
  });
  await test("line ends are decided each by itself, with what stands beside them", async () => {
    await page.locator("#by-rule").selectOption("L103");
    const row = page.locator("#row-0");
    assert.match(await row.innerText(), /⏎.* → ␣\s.*2020\/isvinter\.txt:\d+:\d+/s);
    assert.ok((await row.locator(".beside").allInnerTexts()).every(text => text.length > 1));
    await page.locator("#list").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("a");
    await page.keyboard.press("r");
    assert.match(await decided(page), /6 decided/);
    assert.match(await row.innerText(), /␣/);
    assert.equal(await page.locator("#row-1 .no").count(), 1);
    const open = await page.evaluate(() => shown.length) - 2;
    await page.keyboard.press("R");
    assert.match(await decided(page), new RegExp(`${6 + open} decided`));
    await page.keyboard.press("u");
    assert.match(await decided(page), /6 decided/);
    await page.locator("#by-rule").selectOption("");
  });
  await test("the page speaks Danish", async () => {
    await page.locator("#tongue").click();
    assert.equal(await page.locator("#overview-head").innerText(), "Overblik");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "da");
  });
  await test("the command obeys what the page exports", async () => {
    const waiting = page.waitForEvent("download");
    await page.locator("#list").focus();
    await page.keyboard.press("e");
    await (await waiting).saveAs(join(folder, "decisions.jsonl"));
    const said = lines("decisions.jsonl").filter(line => line.type === "decision");
    assert.equal(said.length, 6);
    run("clean", "arkiv", "-o", "afgjort", "--decisions", "decisions.jsonl");
    const ledger = lines("afgjort/.ordret/ledger.jsonl");
    const made = ledger.filter(line => ["edit", "edits"].includes(line.type) && line.evidence.startsWith("decided"));
    const accepted = said.filter(line => line.reading !== undefined);
    assert.ok(made.every(edit => accepted.some(line => line.text === edit.before && line.reading === edit.after)));
    for (const line of accepted) assert.ok(made.some(edit => edit.before === line.text && edit.after === line.reading), JSON.stringify(line));
    const [place] = said.filter(line => line.id);
    assert.equal(made.filter(edit => edit.before === place.text && edit.after === place.reading).length, 1);
    const [joined, kept] = said.filter(line => line.text.trim() === "");
    const at = line => ledger.find(found => found.id === line.id);
    assert.ok(at(joined).type === "edit" && at(joined).after === " " && at(kept) === undefined);
    const rejected = said.find(line => line.reading === undefined);
    assert.ok(!ledger.some(line => line.type === "suspect" && line.rule === rejected.rule && line.text === rejected.text));
    run("restore", "afgjort", "-o", "tilbage");
    assert.deepEqual(readFileSync(join(folder, "tilbage", "1984", "3.txt")), readFileSync(join(folder, "arkiv", "1984", "3.txt")));
  });
  await test("a decision about a document that was changed is refused by name", async () => {
    const place = lines("decisions.jsonl").find(line => line.id);
    const file = join(folder, "arkiv", place.path), kept = readFileSync(file);
    writeFileSync(file, `En linje mere.\n\n${damaged}`);
    let failure;
    try { run("clean", "arkiv", "-o", "igen", "--decisions", "decisions.jsonl"); } catch (error) { failure = error; }
    writeFileSync(file, kept);
    assert.equal(failure.status, 3);
    assert.ok(failure.stderr.includes(`refused, its document was changed since it was decided: ${place.path}: ${place.rule}`), failure.stderr);
  });
  await test("the page is fit for narrow windows and dark ones, and the rules of accessibility find nothing", async () => {
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    for (const [width, colorScheme] of [[380, "light"], [1300, "dark"], [1300, "light"]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1), `too wide at ${width}`);
      const { violations } = await page.evaluate(() => axe.run());
      const named = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.slice(0, 3).map(node => node.html).join(" ")}`);
      assert.deepEqual(named, [], `${width} ${colorScheme}`);
    }
    assert.deepEqual(troubles, []);
  });
}

const server = await serve("renset", "--decisions", "svar.jsonl");
{
  const { page, troubles } = await open(browser, server.url, [server.url]);
  await test("the page is served, and asks for nothing else", async () => {
    assert.deepEqual(troubles, []);
    assert.match(await decided(page), /^\d+ of \d+ series and single places; 0 decided/);
    assert.equal(await page.evaluate(() => data.series.length), 0);
  });
  await test("who does not know the address is not let in", async () => {
    const { origin, port } = new URL(server.url);
    for (const url of [origin, `${origin}/decisions`, `${origin}/00000000000000000000000000000000/`]) {
      assert.equal((await fetch(url)).status, 403, url);
    }
    assert.equal((await page.request.get(server.url, { headers: { Host: `evil.example:${port}` } })).status(), 403);
  });
  await test("filters ask the program", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("zzzz no such passage");
    await page.waitForFunction(() => shown.length === 0);
    await page.locator("#by-text").fill("");
    await page.waitForFunction(() => shown.length > 0 && shown.row(0));
    await page.keyboard.press("Escape");
  });
  await test("what is decided is written into the file at once, and so is that it was undone", async () => {
    await page.locator("#list").focus();
    await page.keyboard.press("a");
    await page.keyboard.press("r");
    await page.keyboard.press("u");
    await page.keyboard.press("a");
    await page.waitForFunction(() => source.writing.then(() => true));
    assert.deepEqual(lines("svar.jsonl").map(line => line.type), ["decisions", "decision", "decision", "undo", "decision"]);
    assert.match(await decided(page), /2 decided/);
  });
  await test("one place is decided by itself, and its document's edits are shown", async () => {
    await page.keyboard.press("k");
    await page.waitForFunction(() => document.querySelectorAll(".passage").length > 1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("o");
    await page.keyboard.press("r");
    await page.waitForFunction(() => source.writing.then(() => true));
    assert.match(lines("svar.jsonl").at(-1).id, /^[0-9a-f]{16}$/);
    await page.keyboard.press("d");
    await page.waitForFunction(() => document.querySelector("#docs details[open] .sides") !== null);
  });
  await test("all line ends of a document that are alike are decided at once, written down, and undone", async () => {
    await page.locator("#by-rule").selectOption("L103");
    await page.waitForFunction(() => shown.length > 1 && shown.row(0) && shown.row(0).single);
    await page.locator("#list").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("A");
    await page.waitForFunction(() => decided.size === 3 + shown.length);
    await page.waitForFunction(() => source.writing.then(() => true));
    const accepted = lines("svar.jsonl").filter(line => line.type === "decision" && line.reading === " ");
    assert.ok(accepted.length > 1 && accepted.every(line => line.id && line.path === "2020/isvinter.txt"));
    await page.locator("#by-state").selectOption("open");
    await page.waitForFunction(() => shown.length === 0);
    await page.locator("#by-state").selectOption("");
    await page.locator("#list").focus();
    await page.keyboard.press("u");
    await page.waitForFunction(() => decided.size === 3);
    await page.locator("#by-rule").selectOption("");
  });
  await test("what was decided is there after a reload", async () => {
    await page.reload();
    await page.waitForFunction(() => /3 decided/.test(document.querySelector("#count").textContent));
    await page.locator("#by-state").selectOption("accepted");
    await page.waitForFunction(() => shown.length === 2 || shown.length === 1);
    assert.deepEqual(troubles, []);
  });
}
await test("the server ends with Ctrl-C, and the command obeys its file", async () => {
  assert.equal(await server.end(), 0);
  assert.ok(existsSync(join(folder, "svar.jsonl")));
  run("check", "arkiv", "--decisions", "svar.jsonl", "--level", "doubtful");
});

await browser.close();
rmSync(folder, { recursive: true });
finish();

// What the drivers of the page share: the program, a browser, tests that go on after one that fails.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

export const [program, browserPath = "/usr/bin/chromium"] = process.argv.slice(2);
const ordret = resolve(program);
export const folder = mkdtempSync(join(tmpdir(), "ordret-page-"));

// Runs the program in the folder; gives what it printed. That `check` found something is no failure.
export function run(...args) {
  try { return execFileSync(ordret, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 }); }
  catch (error) { if (error.status === 1) return error.stdout; throw error; }
}

// Serves a page; gives the address that is printed, and a way to end it, which gives the exit code.
export async function serve(...args) {
  const child = spawn(ordret, ["review", ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise(done => child.on("exit", done));
  const url = await new Promise((found, failed) => {
    let printed = "", said = "";
    child.stderr.on("data", data => { said += data; });
    child.stdout.on("data", data => { printed += data; if (printed.includes("\n")) found(printed.trim()); });
    child.on("exit", () => failed(new Error(said)));
  });
  return { url, end: () => { child.kill("SIGINT"); return ended; } };
}

export const lines = file => readFileSync(join(folder, file), "utf8").trim().split("\n").map(line => JSON.parse(line));

export const launch = () => chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic",
  "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });

// A page of a browser, and what goes wrong on it: messages, errors, and requests to anything but `allowed`.
export async function open(browser, url, allowed, options = {}) {
  const context = await browser.newContext({ locale: "en-GB", acceptDownloads: true, ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on("console", message => { if (["error", "warning"].includes(message.type())) troubles.push(message.text()); });
  page.on("pageerror", error => troubles.push(String(error)));
  page.on("request", request => { if (!allowed.some(start => request.url().startsWith(start))) troubles.push(request.url()); });
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#rows .row") !== null);
  return { page, troubles };
}

let passed = 0, failed = 0;
export async function test(name, body) {
  try { await body(); passed += 1; console.log(`ok ${name}`); } catch (error) { failed += 1; console.log(`not ok ${name}\n${error.stack}`); }
}
export function finish() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}

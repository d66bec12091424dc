// Checks what is printed as SARIF against the schema of SARIF 2.1.0 as it was published, all of it: node sarif.mjs ORDRET
//
// The schema comes with the package @microsoft/jest-sarif (MIT). `cargo test` alone checks the part of it that stands in
// tests/schema/sarif.json.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Ajv from "ajv";
import { finish, folder, run, test } from "./support.mjs";

const find = createRequire(import.meta.url).resolve;
const json = file => JSON.parse(readFileSync(file, "utf8"));
// The schema is of draft 4.
const ajv = new Ajv({ schemaId: "auto", allErrors: true });
ajv.addMetaSchema(json(find("ajv/lib/refs/json-schema-draft-04.json")));
const isSarif = ajv.compile(json(find("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));

const named = join(folder, "arkiv", "mappe, 100% #1");
mkdirSync(named, { recursive: true });
writeFileSync(join(named, "bølge \u0007\n.txt"), "Sagen blev drÃ¸ftet på mødet. Det h?r var sort.\r\n".repeat(3));
writeFileSync(join(folder, "arkiv", "latin.txt"), Buffer.from("Formanden \xf8nskede en afg\xf8relse om \xe5en.\n", "latin1"));
writeFileSync(join(folder, "arkiv", "brev.eml"), "Subject: Hej\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nSagen blev dr=C3=83=C2=B8ftet.\n");
writeFileSync(join(folder, "arkiv", "poster.jsonl"), `{"tekst":"Sagen blev dr\\u00c3\\u00b8ftet \\ud83d."}\n`);
writeFileSync(join(folder, "arkiv", "halv.txt.gz"), Buffer.from("1f8b0800000000000003ffff", "hex"));
writeFileSync(join(folder, "ren.txt"), "Sagen blev drøftet.\n");

// What cannot be unpacked fails, and is told in the log.
function log(...args) {
  try { return JSON.parse(run(...args, "--format", "sarif")); }
  catch (failure) { assert.equal(failure.status, 3, failure.stderr); return JSON.parse(failure.stdout); }
}

for (const [name, args] of [
  ["check", ["check", "arkiv", "--level", "doubtful", "--field", "tekst"]],
  ["clean", ["clean", "arkiv", "-o", "renset", "--field", "tekst"]],
  ["a further clean", ["clean", "arkiv", "-o", "renset", "--field", "tekst"]],
  ["diff", ["diff", "arkiv"]],
  ["explain", ["explain", "arkiv/latin.txt"]],
  ["check of what is right", ["check", "ren.txt"]],
]) {
  await test(`${name} prints SARIF 2.1.0`, () => {
    assert.ok(isSarif(log(...args)), ajv.errorsText(isSarif.errors, { separator: "\n" }));
  });
}
await test("what is no SARIF is told", () => {
  const wrong = log("check", "ren.txt");
  wrong.runs[0].results.push({ ruleId: 7 });
  assert.ok(!isSarif(wrong));
});

rmSync(folder, { recursive: true });
finish();

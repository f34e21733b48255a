import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { filesUnder, ROOT } from "../../../test/architecture/source-files.js";
import { candor, temporaryFolder } from "../../../test/commands.js";

const models = filesUnder("catalog").filter((path) => /\.(ya?ml|json)$/.test(path));
const documented = readFileSync(join(ROOT, "docs", "json.md"), "utf8");

/** Every path to a value, with list positions and free keys left open: results[].verdict.witness.numbers.{}.value. */
function pathsOf(value: unknown, free: readonly string[], path = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, free, `${path}[]`));
  if (typeof value !== "object" || value === null) return [path];
  const open = free.includes(path.split(".").at(-1)!);
  return Object.entries(value).flatMap(([key, entry]) =>
    pathsOf(entry, free, `${path}${path === "" ? "" : "."}${open ? "{}" : key}`),
  );
}

describe("the JSON report", () => {
  const folder = temporaryFolder;

  test("has documented fields only", () => {
    const cwd = folder();
    writeFileSync(join(cwd, "m.yaml"), candor(cwd, "new", "signals").stdout);
    const found = new Set<string>();
    for (const model of [
      "m.yaml",
      ...[
        "notes/okumura-2018/coupon.yaml",
        "journals/jof/vickrey-1961/first-price.yaml",
        "journals/econometrica/may-1952/majority-of-forty.yaml",
      ].map((path) => join(ROOT, "catalog", path)),
    ])
      for (const flags of [[], ["--float", "--relative", "--all"]]) {
        const { stdout, code } = candor(cwd, "check", model, "--json", ...flags);
        expect(code).toBeLessThan(2);
        for (const path of pathsOf(JSON.parse(stdout), ["others", "othersReports", "numbers"]))
          found.add(path);
      }
    const fields = new Set([...documented.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]));
    expect([...found].filter((path) => !fields.has(path))).toEqual([]);
  });

  test("is the same every time and says what the table says", () => {
    const model = join(ROOT, "catalog/journals/jof/vickrey-1961/second-price.yaml");
    const once = candor(ROOT, "check", model, "--json");
    expect(candor(ROOT, "check", model, "--json").stdout).toBe(once.stdout);
    const { results, facts } = JSON.parse(once.stdout);
    const table = candor(ROOT, "check", model).stdout;
    for (const { title, verdict } of results)
      expect(table).toContain(`${verdict.status === "proved" ? "holds" : "FAILS"}  ${title}`);
    expect(facts.find(({ id }: { id: string }) => id === "revenue").value).toEqual({
      value: 14 / 9,
      exact: "14/9",
    });
  });
});

test("every model of the catalog and every template fits the JSON Schema", () => {
  const schema = JSON.parse(candor(ROOT, "schema").stdout);
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  const validate = new Ajv2020({ strict: false }).compile(schema);
  const templates = filesUnder("packages/cli/templates");
  for (const path of [...models, ...templates]) {
    expect(
      validate(parse(readFileSync(join(ROOT, path), "utf8"))),
      `${path}: ${JSON.stringify(validate.errors)}`,
    ).toBe(true);
  }
  for (const wrong of [
    {},
    { candor: 2 },
    { candor: 1, agents: {}, alternatives: ["a"], values: "0", titel: "x" },
  ])
    expect(validate(wrong)).toBe(false);
});

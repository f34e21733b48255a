import { describe, expect, test } from "vitest";
import { type ArithmeticMode, withModel } from "../../src/io/load.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import { printRaw } from "../../src/io/model-file/print.js";
import { entriesOf, parseSource, type Raw } from "../../src/io/model-file/source.js";
import { CandorError } from "../../src/numeric/candor-error.js";
import { PROPERTIES } from "../../src/properties/registry.js";
import { MODELS, titleOf } from "./models.js";

/** What stands in for a node of a valid file. */
const REPLACEMENTS: readonly Raw[] = [
  "",
  "nonsense",
  "-1",
  "1/3",
  "1e999",
  ".nan",
  "own.constructor",
  [],
  ["a"],
  [["1", "2"], "3"],
  {},
  { a: "1" },
  { file: "missing.npy" },
  { weights: ["1", "1"] },
  { "": "" },
  { constructor: { name: "x" }, toString: "1" },
];

type Path = readonly (string | number)[];

function nodesOf(raw: Raw, path: Path = []): Path[] {
  if (typeof raw === "string") return [path];
  const entries = Array.isArray(raw) ? [...raw.entries()] : entriesOf(raw as { [key: string]: Raw });
  return [path, ...entries.flatMap(([step, value]) => nodesOf(value, [...path, step]))];
}

/** The data with the node at a path replaced; without it when nothing is to stand there. */
function replaced(raw: Raw, [step, ...rest]: Path, value: Raw | undefined): Raw {
  if (Array.isArray(raw))
    return raw.flatMap((item, k) => {
      if (k !== step) return [item];
      return rest.length > 0 ? [replaced(item, rest, value)] : value === undefined ? [] : [value];
    });
  const entries = entriesOf(raw as { [key: string]: Raw }).flatMap(([key, item]): [string, Raw][] => {
    if (key !== step) return [[key, item]];
    return rest.length > 0 ? [[key, replaced(item, rest, value)]] : value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** Reads and checks; the problems, or nothing when the file is fine. Everything but a CandorError is thrown. */
function problemsOf(text: string, mode: ArithmeticMode) {
  try {
    withModel(parseModel(text), mode, undefined, ({ mechanism }) => {
      if (mechanism) for (const { check } of PROPERTIES.slice(0, 5)) check(mechanism, {});
    });
    return [];
  } catch (error) {
    if (error instanceof CandorError) return error.problems;
    const message = `not a CandorError but ${(error as Error).stack?.split("\n").slice(0, 4).join(" ")}`;
    return [{ code: "crash", message, line: undefined }];
  }
}

describe.each(MODELS.map((text) => [titleOf(text), text]))("%s", (_, text) => {
  test("is valid", () => {
    expect(problemsOf(text, "auto")).toEqual([]);
    expect(problemsOf(text, "float")).toEqual([]);
  });

  test("with any node replaced or removed is read or refused with a place and a sentence", () => {
    const data = parseSource(text).data;
    const odd: string[] = [];
    for (const path of nodesOf(data).slice(1))
      for (const value of [undefined, ...REPLACEMENTS]) {
        const mutant = printRaw(replaced(data, path, value));
        const started = performance.now();
        for (const { message, line, code } of problemsOf(mutant, "auto")) {
          if (line === undefined && code !== "more") odd.push(`no line: ${message}\n${mutant}`);
          if (!/^[^\n]{8,600}$/.test(message) || /undefined|\[object|TypeError|NaN is/.test(message))
            odd.push(`poor message: ${message}\n${mutant}`);
        }
        const seconds = (performance.now() - started) / 1000;
        if (seconds > 5) odd.push(`${seconds} s\n${mutant}`);
      }
    const kinds = new Map(odd.map((each) => [each.split("\n")[0].replace(/"[^"]*"/g, "…"), each]));
    console.log([...kinds.keys()].join("\n"));
    expect([...kinds.values()].slice(0, 3)).toEqual([]);
  });
});

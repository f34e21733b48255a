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

const NAMES = ["constructor", "x", "7", "index", "file"];

/** The data with the last key of a path changed; the same where the path leads into a list. */
function renamed(raw: Raw, [step, ...rest]: Path, name: string): Raw {
  if (Array.isArray(raw))
    return rest.length === 0 ? raw : raw.map((item, k) => (k === step ? renamed(item, rest, name) : item));
  const entries = entriesOf(raw as { [key: string]: Raw }).map(([key, item]): [string, Raw] => {
    if (key !== step) return [key, item];
    return rest.length > 0 ? [key, renamed(item, rest, name)] : [name, item];
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

/** What is wrong with how an odd file is dealt with: no place, no sentence, another exception, or much time. */
function complaintsAbout(data: Raw): string[] {
  const text = printRaw(data);
  const started = performance.now();
  const odd = problemsOf(text, "auto").flatMap(({ message, line, code }) => {
    const placed = line !== undefined || code === "more";
    const readable = /^[^\n]{8,600}$/.test(message) && !/undefined|\[object|TypeError|NaN is/.test(message);
    return placed && readable ? [] : [`${message}\n${text}`];
  });
  const seconds = (performance.now() - started) / 1000;
  return seconds > 5 ? [...odd, `${seconds} s for\n${text}`] : odd;
}

describe.each(MODELS.map((text) => [titleOf(text), text]))("%s", (_, text) => {
  test("is valid", () => {
    expect(problemsOf(text, "auto")).toEqual([]);
    expect(problemsOf(text, "float")).toEqual([]);
  });

  const data = parseSource(text).data;
  const paths = nodesOf(data).slice(1);

  test("with any node replaced or removed is read or refused with a place and a sentence", () => {
    const mutants = paths.flatMap((path) =>
      [undefined, ...REPLACEMENTS].map((value) => replaced(data, path, value)),
    );
    expect(mutants.flatMap(complaintsAbout).slice(0, 3)).toEqual([]);
  });

  test("with any name changed is read or refused with a place and a sentence", () => {
    const mutants = paths.flatMap((path) => NAMES.map((name) => renamed(data, path, name)));
    expect(mutants.flatMap(complaintsAbout).slice(0, 3)).toEqual([]);
  });
});

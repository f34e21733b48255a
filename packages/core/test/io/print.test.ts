import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../src/io/model-file/parse.js";
import { printModel, printRaw } from "../../src/io/model-file/print.js";
import { entriesOf, parseSource, type Raw } from "../../src/io/model-file/source.js";
import { MODELS, titleOf } from "./models.js";

/** As lists of entries, so that the order of maps counts. */
function ordered(raw: Raw): unknown {
  if (typeof raw === "string") return raw;
  if (Array.isArray(raw)) return raw.map(ordered);
  return { map: entriesOf(raw as { [key: string]: Raw }).map(([key, value]) => [key, ordered(value)]) };
}

const ODD = [
  "",
  " ",
  "~",
  "-",
  "- a",
  "?",
  ": a",
  "a: b",
  "a #b",
  "#a",
  "true",
  "null",
  "no",
  "0x10",
  "1e5",
  "007",
  "1_000",
  ".5",
  "+1",
  "'",
  '"',
  "'a'",
  '"a"',
  "a\nb",
  "a\n",
  "\ta",
  " a",
  "a ",
  "[a]",
  "{a",
  "*a",
  "&a",
  "!a",
  "!!int 3",
  "|",
  ">",
  "%a",
  "@a",
  "`a",
  "---",
  "...",
  "<<",
  "ß",
  "日本",
  "😀",
  "\u2028",
  "\u00a0",
  "\ufeff",
  "constructor",
  "toString",
  "2",
  "10",
  "a,b",
];
const label = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text)),
);
const { data } = fc.letrec<{ data: Raw; list: Raw; map: Raw }>((tie) => ({
  data: fc.oneof({ maxDepth: 4 }, label, tie("list"), tie("map")),
  list: fc.array(tie("data"), { maxLength: 5 }),
  map: fc
    .uniqueArray(fc.tuple(label, tie("data")), { maxLength: 5, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries) as Raw),
}));

describe("what is printed reads back the same", () => {
  test("any data, with labels that look like something else", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("agents", "title", "values", "zzz"), data, { minKeys: 1 }),
        (raw) => {
          expect(ordered(parseSource(printRaw(raw)).data)).toEqual(
            ordered(parseSource(printRaw(parseSource(printRaw(raw)).data)).data),
          );
          expect(parseSource(printRaw(raw)).data).toEqual(raw);
        },
      ),
      { seed: 7, numRuns: 2000 },
    );
  });

  test("maps whose keys read as numbers, in their order", () => {
    const text = 'map: { "10": a, "9": { "2": b, "1": c }, x: d, "0": e }';
    const before = parseSource(text).data;
    expect(ordered(parseSource(printRaw(before)).data)).toEqual(ordered(before));
  });

  test.each(MODELS.map((text) => [titleOf(text), text]))("%s", (_, text) => {
    const model = parseModel(text);
    const printed = printModel(model);
    const again = parseModel(printed);
    expect(new Map(entriesOf(again.source.data as never))).toEqual(
      new Map(entriesOf(model.source.data as { [key: string]: Raw })),
    );
    expect(printModel(again)).toBe(printed);
  });
});

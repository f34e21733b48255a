import { expect, test } from "vitest";
import { fencesIn, matchesPrinted, stepsIn, wordsOf } from "./markdown.js";

test("fences carry their language, marks, line and text", () => {
  const text = "# A\n\n```ts runnable\nconst a = 1;\n```\n\n  ```\n  plain\n  ```\n";
  expect(fencesIn(text)).toEqual([
    { language: "ts", marks: ["runnable"], line: 3, text: "const a = 1;\n" },
    { language: "", marks: [], line: 7, text: "plain\n" },
  ]);
});

test("a console block is commands with what they print", () => {
  expect(stepsIn("$ candor a \\\n    b\nfirst\n\nsecond\n$ candor c\n")).toEqual([
    { command: "candor a b", printed: "first\n\nsecond" },
    { command: "candor c", printed: "" },
  ]);
  expect(() => stepsIn("output without a command")).toThrow("starts with a line");
});

test("quotes hold words together", () => {
  expect(wordsOf(`candor explain a.yaml --profile "Seller=1/4, Buyer=3/4"`)).toEqual([
    "candor",
    "explain",
    "a.yaml",
    "--profile",
    "Seller=1/4, Buyer=3/4",
  ]);
});

test("an ellipsis stands for lines or for part of a line, and for nothing else", () => {
  const output = "one 1.5\ntwo\nthree  \nfour\n";
  for (const printed of [
    "one 1.5\ntwo\nthree\nfour",
    "one …\n…\nfour",
    "…\nthree\n…",
    "…",
    "one 1.5\n…\ntwo\nthree\nfour",
  ])
    expect(matchesPrinted(output, printed), printed).toBe(true);
  for (const printed of [
    "one 1x5\n…",
    "one 1.5\ntwo\nthree",
    "two\nthree\nfour",
    "…\nthree",
    "one …\nfour",
    "",
  ])
    expect(matchesPrinted(output, printed), printed).toBe(false);
});

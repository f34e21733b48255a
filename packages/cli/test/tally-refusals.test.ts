import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { candor } from "../../../test/commands.js";
import { type FloodFolder, floodFolder, line } from "./flood-folder.js";

let { folder, file, tally } = {} as FloodFolder;
beforeEach(() => {
  ({ folder, file, tally } = floodFolder());
});

/** What is said about bad reports; nothing is written. */
function complaint(...args: string[]): string {
  const { code, stdout, stderr } = tally(...args);
  expect({ code, stdout, wrote: existsSync(join(folder, "counts.json")) }, stderr).toEqual({
    code: 2,
    stdout: "",
    wrote: false,
  });
  expect(readdirSync(join(folder, "temporary"))).toEqual([]);
  return stderr;
}

describe("bad reports", () => {
  test("each is told by file and line, with what to change", () => {
    const reports = [
      '{"participant": "a", "group": "East", "signal": "dry"',
      '["a", "East", "dry"]',
      '{"group": "East", "signal": "dry"}',
      '{"participant": 1e300, "group": "East", "signal": "dry"}',
      '{"participant": 12345678901234567890, "group": "East", "signal": "dry"}',
      '{"participant": true, "group": "East", "signal": "dry"}',
      '{"participant": "\\ud800", "group": "East", "signal": "dry"}',
      `{"participant": "${"é".repeat(600)}", "group": "East", "signal": "dry"}`,
      '{"participant": "a", "group": "Eest", "signal": "dry"}',
      '{"participant": "a", "group": 2, "signal": "dry"}',
      '{"participant": "a", "group": "East"}',
      '{"participant": "a", "group": "East", "signal": 0}',
      '{"participant": "a", "group": "East", "utility": "East", "signal": "dry"}',
    ];
    const said = complaint(file("r.ndjson", reports.join("\n"))).split("\n");
    expect(said[0]).toMatch(/^r\.ndjson:1: This is not JSON \(.*\)\. Write one report on each line/);
    expect(said.slice(1, -2)).toEqual([
      'r.ndjson:2: Write one report on each line: {"participant": "p1", "group": "East", "signal": "dry"}.',
      "r.ndjson:3: There is no participant; every report needs one.",
      "r.ndjson:4: The participant 1e+300 is not a whole number below 2^53; write it in quotes.",
      "r.ndjson:5: The participant 12345678901234567000 is not a whole number below 2^53; write it in quotes.",
      "r.ndjson:6: The participant is neither text nor a whole number.",
      "r.ndjson:7: The participant holds half of a surrogate pair, which is not text.",
      "r.ndjson:8: The participant has more than 1024 bytes.",
      'r.ndjson:9: There is no group "Eest"; did you mean East?',
      'r.ndjson:10: There is no group "2"; there are East, West.',
      "r.ndjson:11: There is no signal; every report needs one.",
      'r.ndjson:12: There is no signal "0"; there are dry, wet.',
      "r.ndjson:13: The report has both a group and a utility, which mean the same; leave one out.",
    ]);
  });

  test("at most twenty are listed, those of the first lines", () => {
    const said = complaint(file("r.ndjson", `${line("a", "East", "dry")}{\n`.repeat(200_000)));
    const places = said.match(/^r\.ndjson:\d+/gm);
    expect(places).toEqual(Array.from({ length: 20 }, (_, k) => `r.ndjson:${2 * k + 2}`));
  });

  test.each([
    [
      "a short row",
      "participant,group,signal\na,East\n",
      "r.csv:2: This row has 2 columns; the header has 3.",
    ],
    [
      "a stray quote",
      'participant,group,signal\na,East,dry\nb,E"t,dry\n',
      /^r\.csv:3: This is not CSV: Invalid Opening Quote/,
    ],
    [
      "an open quote",
      'participant,group,signal\n"b,East,dry\n',
      /^r\.csv:2: This is not CSV: Quote Not Closed/,
    ],
    ["no header", "a,East,dry\n", /^r\.csv:1: The first row must name the columns/],
    ["an empty id", "participant,group,signal\n,East,dry\n", /^r\.csv:2: There is no participant/],
  ])("CSV with %s", (_, text, message) => {
    const [first] = complaint(file("r.csv", text)).split("\n");
    expect(first).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });

  test("what is not UTF-8, not text, no reports, too long", () => {
    const bytes = Buffer.concat([Buffer.from(line("é", "East", "dry")), Buffer.from([0x22, 0xff, 10])]);
    expect(complaint(file("r.ndjson", bytes))).toMatch(/^r\.ndjson:2: This line is not UTF-8 text\. Save/);
    expect(complaint(file("u.csv", Buffer.from("\uFEFFparticipant", "utf16le")))).toMatch(
      /^u\.csv: This is UTF-16/,
    );
    expect(complaint(file("c.json", '{\n  "format": "candor-counts",\n}'))).toMatch(
      /candor merge adds counts/,
    );
    expect(complaint("nowhere.ndjson")).toMatch(/nowhere\.ndjson cannot be read: .*no such file/);
    expect(complaint("/dev/zero")).toMatch(/A report is longer than 4 MiB/);
  });

  test("flags that are no such thing", () => {
    const reports = file("r.ndjson", "");
    expect(complaint("--duplicates", "middle", reports)).toMatch(/"middle" is none of reject, first, last/);
    expect(complaint("--format", "xml", reports)).toMatch(/"xml" is none of auto, ndjson, csv/);
    expect(complaint(reports, reports)).toMatch(/given twice/);
  });

  test("nowhere to write", () => {
    const reports = file("r.ndjson", line("a", "East", "dry"));
    const { code, stderr } = candor(folder, "tally", "model.yaml", reports, "--temporary", "nowhere");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/nowhere cannot hold temporary files/),
    });
    expect(candor(folder, "tally", "model.yaml", reports, "-o", "nowhere/c.json").stderr).toMatch(
      /cannot be written/,
    );
  });
});

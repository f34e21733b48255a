import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { CANDOR, candor, temporaryFolder } from "../../../test/commands.js";

const MODEL = `candor: 1
title: Flood
agents: { East: { count: 3, types: [dry, wet] }, West: { count: 2, types: [dry, wet] } }
states: [calm, flood]
beliefs: { signals: { prior: uniform, likelihood: { calm: [3/4, 1/4], flood: [1/4, 3/4] } } }
alternatives: [none, dam]
values:
  East: 'alternative == "dam" ? (state == "flood" ? 5 : -1) : 0'
  West: 'alternative == "dam" ? (state == "flood" ? 1 : -2) : 0'
`;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, "temporary"));
  file("model.yaml", MODEL);
});

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

const tally = (...args: string[]) =>
  candor(folder, "tally", "model.yaml", "--temporary", "temporary", "-o", "counts.json", ...args);
const written = () => JSON.parse(readFileSync(join(folder, "counts.json"), "utf8"));

/** The table that these reports make; nothing is left in the folder for temporary files. */
function tableOf(...args: string[]) {
  const { code, stderr } = tally(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^\d+ reports/) });
  expect(readdirSync(join(folder, "temporary"))).toEqual([]);
  return written().table;
}

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

const line = (participant: unknown, group: unknown, signal: unknown) =>
  `${JSON.stringify({ participant, group, signal })}\n`;

describe("counting reports", () => {
  test("NDJSON: groups by name or number, under either key", () => {
    const reports =
      line("a", "East", "dry") +
      line("b", 1, "wet") +
      line("c", "0", "wet") +
      '{"signal": "wet", "note": "x", "utility": "West", "participant": "d"}\n';
    expect(tableOf(file("r.ndjson", reports))).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(written()).toMatchObject({
      format: "candor-counts",
      groups: ["East", "West"],
      signals: ["dry", "wet"],
      reports: 4,
      parts: [{ source: "r.ndjson", reports: 4 }],
    });
  });

  test.each([
    ["commas", "participant,group,signal\na,East,dry\nb,West,wet\n"],
    ["other order, more columns", "when,signal,Utility,participant\n1,dry,East,a\n2,wet,West,b\n"],
    ["semicolons", "participant;group;signal\r\na;East;dry\r\nb;West;wet\r\n"],
    [
      "tabs, quotes, empty lines",
      'participant\tgroup\tsignal\n\n"a\n\tx"\t"East"\tdry\n\n"b ""c"""\tWest\twet',
    ],
    ["a byte order mark", "\uFEFFparticipant,group,signal\na,East,dry\nb,West,wet"],
  ])("CSV: %s", (_, text) => {
    expect(tableOf(file("r.csv", text))).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });

  test("the format is recognised by content, or stated", () => {
    const csv = "participant,group,signal\na,East,dry\n";
    expect(tableOf(file("unnamed", csv))).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(tableOf(file("other", ` ${line("a", "West", "dry")}`))).toEqual([
      [0, 0],
      [1, 0],
    ]);
    const { code, stderr } = tally("--format", "csv", file("n.ndjson", line("a", "East", "dry")));
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^n\.ndjson:1: The first row/),
    });
  });

  test.each([
    ["Windows line ends", line("a", "East", "dry").replace("\n", "\r\n") + line("b", "East", "dry")],
    ["a byte order mark", `\uFEFF${line("a", "East", "dry")}${line("b", "East", "dry")}`],
    ["empty lines", `\n  \n${line("a", "East", "dry")}\r\n\n${line("b", "East", "dry")}\n`],
    ["no line end at the end", (line("a", "East", "dry") + line("b", "East", "dry")).trimEnd()],
    ["ids beyond ASCII", line("Ünal", "East", "dry") + line("Unal 🙂", "East", "dry")],
  ])("NDJSON with %s", (_, text) => {
    expect(tableOf(file("r.ndjson", text))).toEqual([
      [2, 0],
      [0, 0],
    ]);
  });

  test("an empty file counts nothing and is no part", () => {
    expect(tableOf(file("r.ndjson", ""), file("s.ndjson", line("a", "East", "dry")))).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(written().parts).toHaveLength(1);
  });

  test("the standard input, and counts on the standard output", async () => {
    const child = spawn(process.execPath, [CANDOR, "tally", "model.yaml", "-"], { cwd: folder });
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    child.stdin.end(line("a", "East", "dry"));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect({ code, reports: JSON.parse(out).reports }).toEqual({ code: 0, reports: 1 });
  });

  test("one report changed changes the counts", () => {
    const first = tableOf(file("r.ndjson", line("a", "East", "dry")));
    expect(tableOf(file("r.ndjson", line("a", "East", "wet")))).not.toEqual(first);
  });
});

describe("participants who report twice", () => {
  const east = line("p1", "East", "dry") + line(7, "East", "dry") + line("p2", "West", "wet");
  const west = line("x", "West", "dry") + line("7", "West", "wet") + line("p1", "West", "wet");

  test('are refused, with both places; 7 and "7" are the same', () => {
    const { code, stderr } = tally(file("east.ndjson", east), file("west.ndjson", west));
    expect(code).toBe(1);
    expect(stderr).toBe(
      `"7" reports at east.ndjson:2 and again at west.ndjson:2
"p1" reports at east.ndjson:1 and again at west.ndjson:3
2 reports are by participants who reported before; nothing was written. Remove them, or choose --duplicates first or last.
`,
    );
    expect(existsSync(join(folder, "counts.json"))).toBe(false);
    expect(readdirSync(join(folder, "temporary"))).toEqual([]);
  });

  test("count with their first or their last report", () => {
    const files = [file("east.ndjson", east), file("west.ndjson", west)];
    expect(tableOf("--duplicates", "first", ...files)).toEqual([
      [2, 0],
      [1, 1],
    ]);
    expect(
      written()
        .parts.map((part: { reports: number }) => part.reports)
        .sort(),
    ).toEqual([1, 3]);
    expect(tableOf("--duplicates", "last", ...files)).toEqual([
      [0, 0],
      [1, 3],
    ]);
    expect(tally("--duplicates", "last", ...files).stderr).toBe(
      "4 reports; 2 dropped, the last of each participant kept\n",
    );
  });

  test("only twenty are listed", () => {
    const reports = Array.from({ length: 30 }, () => line("same", "East", "dry")).join("");
    const { stderr } = tally(file("r.ndjson", reports));
    expect(stderr.split("\n").slice(18, 22)).toEqual([
      '"same" reports at r.ndjson:1 and again at r.ndjson:20',
      '"same" reports at r.ndjson:1 and again at r.ndjson:21',
      "and 9 more",
      expect.stringMatching(/^29 reports are by participants who reported before/),
    ]);
  });

  test("line numbers of CSV count lines inside quotes and the header", () => {
    const { stderr } = tally(
      file("r.csv", 'participant,group,signal\n"a\nb",East,dry\nc,East,dry\n\nc,East,wet\n'),
    );
    expect(stderr).toContain('"c" reports at r.csv:4 and again at r.csv:6\n');
  });
});

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

describe("large files", () => {
  const many = (count: number, row: (k: number) => string) =>
    Array.from({ length: count }, (_, k) => row(k)).join("");
  const rows = (count: number) =>
    many(count, (k) => line(`participant ${k}`, k % 3 ? "East" : "West", k % 5 ? "wet" : "dry"));

  test("on several threads: every report once, duplicates across blocks and files with their lines", () => {
    const reports = rows(200_000);
    const again = `${rows(2)}\n${line("participant 123456", "West", "dry")}`;
    const { code, stderr } = tally(file("a.ndjson", reports), file("b.ndjson", again));
    expect(code).toBe(1);
    expect(stderr).toContain('"participant 123456" reports at a.ndjson:123457 and again at b.ndjson:4\n');
    expect(stderr).toMatch(/^3 reports are by/m);
    expect(tableOf("--duplicates", "last", "a.ndjson", "b.ndjson")).toEqual([
      [26_666, 106_667],
      [13_335, 53_332],
    ]);
  });

  test("CSV with line ends inside quotes is cut between rows", () => {
    const text = many(70_000, (k) => `"p\n${k}","${k % 3 ? "East" : "West"}","${k % 5 ? "wet" : "dry"}"\n`);
    const path = file("r.csv", `participant,group,signal\n${text}"p\n7",East,dry`);
    expect(tally(path).stderr).toContain('"p\\n7" reports at r.csv:16 and again at r.csv:140002\n');
    const [[eastDry, eastWet], [westDry, westWet]] = tableOf(path, "--duplicates", "first");
    expect([eastDry + eastWet, westDry + westWet]).toEqual([46_666, 23_334]);
    expect([eastDry + westDry, eastWet + westWet]).toEqual([14_000, 56_000]);
  });

  test("an interrupt leaves nothing behind", async () => {
    const child = spawn(
      process.execPath,
      [CANDOR, "tally", "model.yaml", "-", "--temporary", "temporary", "-o", "counts.json"],
      { cwd: folder },
    );
    const ended = new Promise((resolve) => child.on("close", resolve));
    child.stdin.on("error", () => {});
    child.stdin.write(rows(100_000));
    await setTimeout(1500);
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(readdirSync(folder).sort()).toEqual(["model.yaml", "temporary"]);
    expect(readdirSync(join(folder, "temporary"))).toEqual([]);
  });
});

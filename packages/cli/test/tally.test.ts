import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { CANDOR } from "../../../test/commands.js";
import { type FloodFolder, floodFolder, line } from "./flood-folder.js";

let { folder, file, tally, written, tableOf } = {} as FloodFolder;
beforeEach(() => {
  ({ folder, file, tally, written, tableOf } = floodFolder());
});

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

  test("an empty file counts nothing and is a part all the same, so that merging it again is refused", () => {
    expect(tableOf(file("r.ndjson", ""), file("s.ndjson", line("a", "East", "dry")))).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(written().parts).toHaveLength(2);
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

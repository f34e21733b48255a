import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { temporaryFolder } from "../../../test/commands.js";
import { findDuplicates, type Keep } from "../src/reports/find-duplicates.js";
import { IdLog, LINES } from "../src/reports/id-log.js";
import { endOfLines, endOfRows, recordBlocks } from "../src/reports/record-blocks.js";

/** Reports of ids at places 0, 1, …, written by two threads in turns, one cell for each report. */
function duplicatesOf(ids: readonly string[], partitions: number, keep: Keep, seed = 1) {
  const folder = temporaryFolder();
  const logs = [0, 1].map((k) => {
    const descriptor = openSync(join(folder, `${k}`), "wx+");
    onTestFinished(() => closeSync(descriptor));
    return new IdLog({ descriptor, partitions, seed });
  });
  ids.forEach((id, k) => {
    logs[k % 2].add(id, k, k >> 3, k & 7);
  });
  const pieces = logs.map((log) => log.finish());
  const found = Array.from({ length: partitions }, (_, p) =>
    findDuplicates([pieces[0][p], pieces[1][p]], keep),
  );
  const cells = found.flatMap((part) => part.cells);
  return {
    count: found.reduce((sum, part) => sum + part.count, 0),
    dropped: cells.map(([cell]) => cell).sort((a, b) => a - b),
    examples: found.flatMap((part) => part.examples),
  };
}

/** By definition. */
function droppedOf(ids: readonly string[], keep: Keep): number[] {
  const kept = (id: string) => (keep === "first" ? ids.indexOf(id) : ids.lastIndexOf(id));
  return ids.flatMap((id, k) => (k === kept(id) ? [] : [k]));
}

const place = (k: number) => (k >> 3) * LINES + (k & 7);

describe("finding duplicates", () => {
  test("agrees with the definition, whatever the number of partitions", () => {
    const id = fc.oneof(
      fc.constantFrom("a", "b", "aa", "ü", "🙂", "\n", "7"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 9 }),
    );
    fc.assert(
      fc.property(
        fc.array(id, { maxLength: 40 }),
        fc.constantFrom<Keep>("first", "last"),
        fc.constantFrom(1, 2, 16),
        fc.nat(),
        (ids, keep, partitions, seed) => {
          const { count, dropped, examples } = duplicatesOf(ids, partitions, keep, seed);
          expect(dropped).toEqual(droppedOf(ids, keep));
          expect(count).toBe(dropped.length);
          for (const { participant, kept, dropped: at } of examples) {
            const own = ids.flatMap((other, k) => (other === participant ? [place(k)] : []));
            expect(own).toContain(at);
            expect(kept).toBe(keep === "first" ? Math.min(...own) : Math.max(...own));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("different participants are never taken for one, though all fall into one partition", () => {
    const ids = Array.from({ length: 20_000 }, (_, k) => `participant ${k}`);
    expect(duplicatesOf(ids, 1, "first").count).toBe(0);
    expect(duplicatesOf([...ids, "participant 12345"], 1, "first")).toEqual({
      count: 1,
      dropped: [20_000],
      examples: [{ participant: "participant 12345", kept: place(12_345), dropped: place(20_000) }],
    });
  });

  test("more than a buffer of the longest ids", () => {
    const ids = Array.from({ length: 200 }, (_, k) => `${"é".repeat(510)}${k % 199}`);
    expect(duplicatesOf(ids, 2, "last").dropped).toEqual([0]);
  });
});

describe("cutting files into blocks", () => {
  async function blocksOf(bytes: Buffer, sizes: number[], endOfRecords: typeof endOfLines) {
    async function* pieces() {
      let from = 0;
      for (let k = 0; from < bytes.length; k++) {
        const to = from + sizes[k % sizes.length];
        yield bytes.subarray(from, to);
        from = to;
      }
    }
    const blocks: string[] = [];
    for await (const block of recordBlocks(pieces(), endOfRecords, "x"))
      blocks.push(Buffer.from(block).toString());
    return blocks;
  }

  test("nothing is lost, and blocks end where records end", async () => {
    const row = '"a ""b""\nc",d\n';
    const text = row.repeat(150_000);
    const rows = await blocksOf(Buffer.from(text), [700_001, 3, 65_537], endOfRows);
    expect(rows.join("")).toBe(text);
    expect(rows.length).toBeGreaterThan(1);
    for (const block of rows) expect(block.length % row.length).toBe(0);
    const lines = await blocksOf(Buffer.from(text), [700_001, 3, 65_537], endOfLines);
    expect(lines.join("")).toBe(text);
    for (const block of lines) expect(block.endsWith("\n")).toBe(true);
  });

  test("the end of rows in general", () => {
    const end = (text: string) => endOfRows(Buffer.from(text));
    expect(end("a\nb")).toBe(2);
    expect(end('a\n"b\n')).toBe(2);
    expect(end('a\n"b\nc"\nd')).toBe(8);
    expect(end('"b\nc')).toBe(0);
    expect(end("abc")).toBe(0);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CandorError } from "../../src/numeric/candor-error.js";
import { rational } from "../../src/numeric/rational.js";
import {
  type Counts,
  checkCounts,
  mergeCounts,
  newCounts,
  populationDigest,
  requireCountsOf,
} from "../../src/population/counts.js";
import type { Population } from "../../src/population/population.js";

const [half, third] = [rational(1, 2), rational(1, 3)];
const town: Population = {
  title: "Town",
  states: ["calm", "flood"],
  signals: ["dry", "wet"],
  alternatives: ["none", "dam"],
  prior: [half, half],
  likelihood: [
    [rational(2, 3), third],
    [third, rational(2, 3)],
  ],
  groups: ["East", "West"].map((name, u) => ({
    name,
    count: 3,
    utility: [
      [rational(u), half],
      [third, rational(4)],
    ],
  })),
};

const part = (id: string, table: number[][]): Counts =>
  newCounts(town, table, [{ id, source: `${id}.csv`, reports: table.flat().reduce((a, b) => a + b, 0) }]);
const a = part("a", [
  [1, 2],
  [3, 4],
]);
const b = part("b", [
  [10, 0],
  [0, 7],
]);

function codesOf(compute: () => unknown): string[] {
  try {
    compute();
  } catch (error) {
    if (error instanceof CandorError) return error.problems.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
  return [];
}

/** a as a file might have it, with something else in it. */
const changed = (change: object): unknown => ({ ...JSON.parse(JSON.stringify(a)), ...change });

describe("merging counts", () => {
  test("adds cell by cell and lists the parts", () => {
    const both = mergeCounts([b, a]);
    expect(both.table).toEqual([
      [11, 2],
      [3, 11],
    ]);
    expect(both.reports).toBe(27);
    expect(both.parts.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(mergeCounts([a])).toEqual(a);
  });

  test("gives the same bytes in any order and any grouping", () => {
    const tables = fc.array(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(tables, fc.infiniteStream(fc.nat()), (cells, choices) => {
        const list = cells.map(([p, q, r, s], k) =>
          part(`part ${k}`, [
            [p, q],
            [r, s],
          ]),
        );
        const expected = JSON.stringify(mergeCounts(list));
        while (list.length > 1) {
          const [one] = list.splice(choices.next().value! % list.length, 1);
          const [other] = list.splice(choices.next().value! % list.length, 1);
          list.splice(choices.next().value! % (list.length + 1), 0, mergeCounts([one, other]));
        }
        expect(JSON.stringify(list[0])).toBe(expected);
      }),
      { numRuns: 50 },
    );
  });

  test("forgets what else a file holds, so that bytes depend on the counts alone", () => {
    const decorated = changed({ note: "x", parts: [{ reports: 10, source: "a.csv", id: "a", by: "me" }] });
    expect(JSON.stringify(mergeCounts([decorated as Counts, b]))).toBe(JSON.stringify(mergeCounts([b, a])));
  });

  test("one report changed changes the counts", () => {
    const other = part("a", [
      [1, 2],
      [4, 3],
    ]);
    expect(JSON.stringify(mergeCounts([other, b]))).not.toBe(JSON.stringify(mergeCounts([a, b])));
  });

  test("refuses the same part twice, also deep inside, and nothing at all", () => {
    expect(codesOf(() => mergeCounts([a, a]))).toEqual(["same-part-twice parts[1]"]);
    expect(codesOf(() => mergeCounts([mergeCounts([a, b]), b]))).toEqual(["same-part-twice parts[2]"]);
    expect(codesOf(() => mergeCounts([]))).toEqual(["nothing-to-merge "]);
  });

  test("refuses counts of another population", () => {
    const other = newCounts(
      { ...town, prior: [third, rational(2, 3)] },
      [
        [1, 0],
        [0, 0],
      ],
      [{ id: "c", source: "c", reports: 1 }],
    );
    expect(codesOf(() => mergeCounts([a, b, other]))).toEqual(["other-population [2]"]);
    expect(codesOf(() => requireCountsOf(town, other))).toEqual(["other-population population"]);
    expect(codesOf(() => requireCountsOf(town, a))).toEqual([]);
    const swapped = checkCounts(changed({ groups: ["West", "East"] }));
    expect(codesOf(() => requireCountsOf(town, swapped))).toEqual(["other-population population"]);
  });

  test("refuses sums beyond 2^53", () => {
    const huge = (id: string) =>
      part(id, [
        [2 ** 52, 0],
        [0, 0],
      ]);
    expect(
      mergeCounts([
        huge("a"),
        part("b", [
          [2 ** 52 - 1, 0],
          [0, 0],
        ]),
      ]).reports,
    ).toBe(2 ** 53 - 1);
    expect(codesOf(() => mergeCounts([huge("a"), huge("b")]))).toContain("invalid-counts table[0][0]");
    expect(
      codesOf(() =>
        part("a", [
          [2 ** 52, 2 ** 52],
          [0, 0],
        ]),
      ),
    ).toContain("invalid-counts reports");
  });
});

describe("counts from a file", () => {
  test.each([
    ["null", null, ["not-counts format"]],
    ["a model", { candor: 1 }, ["not-counts format"]],
    ["another version", changed({ version: 2 }), ["not-counts version"]],
    [
      "a negative number",
      changed({
        table: [
          [1, -2],
          [3, 4],
        ],
      }),
      ["invalid-counts table[0][1]"],
    ],
    [
      "a fraction",
      changed({
        table: [
          [1, 2],
          [3.5, 4],
        ],
      }),
      ["invalid-counts table[1][0]"],
    ],
    [
      "text",
      changed({
        table: [
          [1, 2],
          [3, "4"],
        ],
      }),
      ["invalid-counts table[1][1]"],
    ],
    ["a row too few", changed({ table: [[1, 2]] }), ["invalid-counts table"]],
    ["a short row", changed({ table: [[1, 2], [7]] }), ["invalid-counts table[1]"]],
    ["a total that differs", changed({ reports: 11 }), ["invalid-counts reports", "invalid-counts parts"]],
    ["parts that do not add up", changed({ parts: [] }), ["invalid-counts parts"]],
    ["no groups", changed({ groups: undefined }), ["invalid-counts groups", "invalid-counts table"]],
    ["a signal twice", changed({ signals: ["dry", "dry"] }), ["invalid-counts signals"]],
    ["parts that are none", changed({ parts: [3] }), ["invalid-counts parts[0]"]],
  ])("refuses %s", (_, value, expected) => {
    expect(codesOf(() => checkCounts(value))).toEqual(expected);
  });

  test("come back from JSON as they were", () => {
    expect(checkCounts(JSON.parse(JSON.stringify(a)))).toEqual(a);
  });
});

describe("the digest of a population", () => {
  test("changes with what counts depend on, and with nothing else", () => {
    const digest = populationDigest(town);
    const [east, west] = town.groups;
    const same: Population[] = [
      { ...town, title: "City", states: ["1", "2"], alternatives: ["x", "y"] },
      { ...town, groups: [{ ...east, count: 99 }, west] },
    ];
    const different: Population[] = [
      { ...town, groups: [west, east] },
      { ...town, groups: [{ ...east, name: "North" }, west] },
      { ...town, groups: [{ ...east, utility: west.utility }, west] },
      { ...town, signals: ["wet", "dry"] },
      { ...town, prior: [third, rational(2, 3)] },
      { ...town, likelihood: [town.likelihood[1], town.likelihood[0]] },
    ];
    for (const population of same) expect(populationDigest(population)).toBe(digest);
    expect(new Set([digest, ...different.map(populationDigest)]).size).toBe(1 + different.length);
  });
});

import { describe, expect, it } from "vitest";
import { checkProblem } from "../../src/lp/check-problem.js";
import {
  coefficientCount,
  columnName,
  columnWise,
  hasIntegers,
  objectiveAt,
  rowName,
} from "../../src/lp/problem.js";
import { LinearProblemBuilder, RowBlockBuilder } from "../../src/lp/problem-builder.js";
import { CompressedBuilder, combine, multiply, transpose } from "../../src/lp/sparse.js";

function shop() {
  const builder = new LinearProblemBuilder("maximise");
  builder.addColumn(3);
  builder.addColumn(2, -1, 5, true);
  builder.addRow([0, 1], [1, 1], -Infinity, 4);
  builder.addRow([1, 0], [3, 0], 2, 6);
  return builder;
}

describe("LinearProblemBuilder", () => {
  it("lays the problem out in typed arrays, zeros left out", () => {
    const problem = shop().build({ offset: 7 });
    expect(problem).toMatchObject({ sense: "maximise", offset: 7, columns: 2, rows: 2 });
    expect([...problem.costs]).toEqual([3, 2]);
    expect([...problem.columnLower]).toEqual([0, -1]);
    expect([...problem.columnUpper]).toEqual([Infinity, 5]);
    expect([...problem.rowLower]).toEqual([-Infinity, 2]);
    expect([...problem.rowUpper]).toEqual([4, 6]);
    expect([...problem.integer!]).toEqual([0, 1]);
    expect([...problem.matrix.starts]).toEqual([0, 2, 3]);
    expect([...problem.matrix.indices]).toEqual([0, 1, 1]);
    expect([...problem.matrix.values]).toEqual([1, 1, 3]);
    expect([coefficientCount(problem), hasIntegers(problem), objectiveAt(problem, [1, 2])]).toEqual([
      3,
      true,
      14,
    ]);
    expect(() => checkProblem(problem)).not.toThrow();
  });

  it("gives the matrix column by column", () => {
    const { starts, indices, values } = columnWise(shop().build());
    expect([[...starts], [...indices], [...values]]).toEqual([
      [0, 1, 3],
      [0, 0, 1],
      [1, 1, 3],
    ]);
  });

  it("makes names only when asked", () => {
    const asked: number[] = [];
    const problem = shop().build({ rowName: (row) => `row ${asked.push(row)}` });
    expect(asked).toEqual([]);
    expect([rowName(problem, 1), columnName(problem, 1)]).toEqual(["row 1", "c1"]);
    expect(asked).toEqual([1]);
  });

  it("grows over many rows, reusing the caller's scratch arrays", () => {
    const builder = new LinearProblemBuilder("minimise");
    const [indices, values] = [new Int32Array(8), new Float64Array(8)];
    for (let j = 0; j < 1000; j++) builder.addColumn(j);
    for (let i = 0; i < 5000; i++) {
      const length = i % 8;
      for (let p = 0; p < length; p++) {
        indices[p] = (i * 7 + p * 11) % 1000;
        values[p] = i + p + 1;
      }
      builder.addRow(indices, values, 0, i, length);
    }
    const { matrix, rows } = builder.build();
    expect([rows, builder.coefficients]).toEqual([5000, matrix.starts[5000]]);
    expect([...matrix.values.subarray(matrix.starts[4999], matrix.starts[5000])]).toEqual([
      5000, 5001, 5002, 5003, 5004, 5005, 5006,
    ]);
    expect(transpose(transpose(matrix)).values.length).toBe(matrix.values.length);
  });

  it("a build is a copy: building on changes nothing", () => {
    const builder = shop();
    const problem = builder.build();
    builder.setCost(0, 100);
    builder.addRow([0], [5], 0, 1);
    expect([problem.costs[0], problem.rows, builder.build().costs[0], builder.rows]).toEqual([3, 2, 100, 3]);
  });

  it.each<[string, string, (builder: LinearProblemBuilder) => unknown]>([
    ["a repeated index", "duplicate-index", (b) => b.addRow([0, 0], [1, 2], 0, 1)],
    ["an index out of range", "invalid-index", (b) => b.addRow([2], [1], 0, 1)],
    ["a fractional index", "invalid-index", (b) => b.addRow([0.5], [1], 0, 1)],
    ["a coefficient that is no number", "invalid-number", (b) => b.addRow([0], [NaN], 0, 1)],
    ["too few coefficients", "invalid-size", (b) => b.addRow([0, 1], [1], 0, 1)],
    ["crossed bounds", "invalid-bounds", (b) => b.addRow([0], [1], 2, 1)],
    ["bounds that are no numbers", "invalid-bounds", (b) => b.addColumn(1, NaN)],
    ["a lower bound of Infinity", "invalid-bounds", (b) => b.addColumn(1, Infinity, Infinity)],
    ["an infinite cost", "invalid-number", (b) => b.addColumn(Infinity)],
    ["a cost for a column that is not there", "invalid-index", (b) => b.setCost(9, 1)],
    ["an infinite offset", "invalid-number", (b) => b.build({ offset: Infinity })],
  ])("refuses %s and stays as it was", (_, code, mistake) => {
    const builder = shop();
    expect(() => mistake(builder)).toThrow(expect.objectContaining({ code }));
    builder.addRow([0, 1], [8, 9], 0, 1);
    expect([...builder.build().matrix.values]).toEqual([1, 1, 3, 8, 9]);
  });
});

describe("checkProblem", () => {
  const good = shop().build();
  it.each([
    ["costs", { costs: Float64Array.of(1) }, "invalid-size"],
    ["bounds", { columnLower: Float64Array.of(0, 6) }, "invalid-bounds"],
    ["rows", { rowUpper: Float64Array.of(NaN, 6) }, "invalid-bounds"],
    ["integrality", { integer: new Uint8Array(3) }, "invalid-size"],
    ["offset", { offset: NaN }, "invalid-number"],
    ["starts", { matrix: { ...good.matrix, starts: Int32Array.of(0, 3, 2) } }, "invalid-size"],
    ["indices", { matrix: { ...good.matrix, indices: Int32Array.of(0, 7, 1) } }, "invalid-index"],
    ["repeated indices", { matrix: { ...good.matrix, indices: Int32Array.of(0, 0, 1) } }, "duplicate-index"],
    ["values", { matrix: { ...good.matrix, values: Float64Array.of(1, Infinity, 1) } }, "invalid-number"],
  ])("refuses wrong %s", (_, change, code) => {
    expect(() => checkProblem({ ...good, ...change })).toThrow(expect.objectContaining({ code }));
  });

  it("reports all mistakes at once", () => {
    const wrong = { ...good, costs: Float64Array.of(NaN, NaN), offset: Infinity };
    expect(() => checkProblem(wrong)).toThrow(/offset: .*\ncosts\[0\]: .*\ncosts\[1\]: /);
  });
});

describe("compressed matrices", () => {
  it("multiply and combine are the products with A and its transpose", () => {
    const { matrix } = shop().build();
    expect([...multiply(matrix, [2, 5])]).toEqual([7, 15]);
    expect([...combine(matrix, [2, 5])]).toEqual([2, 17]);
    expect([...multiply(transpose(matrix), [2, 5])]).toEqual([2, 17]);
  });

  it("may be empty", () => {
    const empty = new CompressedBuilder().build(0);
    expect([empty.count, transpose(empty).count, multiply(empty, []).length]).toEqual([0, 0, 0]);
    expect(new RowBlockBuilder().build(3)).toMatchObject({ matrix: { count: 0, width: 3 } });
  });
});

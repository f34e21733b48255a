import { describe, expect, test } from "vitest";
import { readNumpy, writeNumpy } from "../../src/io/tables/numpy.js";
import { problemLines, situation } from "./situations.js";

const table = (shape: number[], ...data: number[]) => writeNumpy({ shape, data: Float64Array.from(data) });
const withFile = (bytes: Uint8Array | (() => Uint8Array)) =>
  problemLines(situation({ beliefs: "{ joint: { file: p.npy } }" }), () =>
    typeof bytes === "function" ? bytes() : bytes,
  );

test("what is written reads back, on a boundary of 64 bytes", () => {
  for (const shape of [[3], [2, 3], [1, 1, 1], [0], []]) {
    const size = shape.reduce((product, n) => product * n, 1);
    const bytes = table(shape, ...Array.from({ length: size }, (_, k) => k / 3));
    expect((bytes.length - size * 8) % 64).toBe(0);
    expect(readNumpy(bytes, "x")).toEqual({
      shape,
      data: Float64Array.from({ length: size }, (_, k) => k / 3),
    });
  }
});

describe("side files are refused at the place that names them", () => {
  const good = table([2, 2], 0.25, 0.25, 0.25, 0.25);
  const header = (change: (text: string) => string) => {
    const text = new TextDecoder("latin1").decode(good);
    return Uint8Array.from(change(text), (c) => c.charCodeAt(0));
  };
  test.each<[string, Uint8Array | (() => Uint8Array), RegExp]>([
    ["shape", table([4], 0.25, 0.25, 0.25, 0.25), /p\.npy has shape \(4\); \(2, 2\) is needed here/],
    ["NaN", table([2, 2], 0.25, Number.NaN, 0.25, 0.25), /p\.npy holds NaN at position 1/],
    [
      "infinity",
      table([2, 2], 0.25, 1, 0.25, Number.POSITIVE_INFINITY),
      /p\.npy holds Infinity at position 3/,
    ],
    ["dtype", header((text) => text.replace("<f8", "<f4")), /dtype <f4; save it as '<f8'/],
    ["order", header((text) => text.replace("False", "True ")), /Fortran order/],
    ["cut off", good.slice(0, -8), /p\.npy holds 24 bytes of data; shape \(2, 2\) needs 32/],
    ["cut off in the header", good.slice(0, 40), /ends inside its header/],
    ["empty", new Uint8Array(0), /is not a \.npy file/],
    ["text", new TextEncoder().encode("not a table at all"), /is not a \.npy file/],
    ["no shape", header((text) => text.replace("shape", "shope")), /states no shape/],
    ["sum", table([2, 2], 0.25, 0.25, 0.25, 0.5), /add up to 5\/4/],
    ["negative", table([2, 2], 0.25, 0.25, 0.75, -0.25), /The probability of 2, 2 is negative \(-0\.25\)/],
    [
      "missing",
      () => {
        throw new Error("there is no such file");
      },
      /p\.npy cannot be read: there is no such file\./,
    ],
  ])("%s", (_, bytes, message) => {
    const lines = withFile(bytes);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^5:12 beliefs\.joint: /);
    expect(lines[0]).toMatch(message);
  });
});

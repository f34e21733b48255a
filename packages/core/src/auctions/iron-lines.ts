import type { Axis } from "./lines.js";

/** Lines handled together where the axis is not the fastest: one cache line of doubles. */
const BLOCK = 8;

/** Room for one worker; reuse it between calls. */
export interface IroningRoom {
  /** f of a block of lines, line by line. */
  readonly mass: Float64Array;
  /** ψ̄⁺ of the same. */
  readonly weight: Float64Array;
  readonly blockMass: Float64Array;
  readonly blockSum: Float64Array;
  readonly blockLow: Int32Array;
}

/** Room for axes of up to `size` positions. */
export function ironingRoom(size: number): IroningRoom {
  return {
    mass: new Float64Array(size * BLOCK),
    weight: new Float64Array(size * BLOCK),
    blockMass: new Float64Array(size + 1),
    blockSum: new Float64Array(size + 1),
    blockLow: new Int32Array(size),
  };
}

/** `write`: y := ψ̄⁺ (for the first bidder); `raise`: y := max(y, ψ̄⁺); `sum`: y stays as it is, only the sum is returned. */
export type IroningMode = "write" | "raise" | "sum";

/** Some lines of one bidder's axis over tables in (shared) memory. */
export interface IroningTask {
  /** f, row-major, ≥ 0. */
  readonly prior: Float64Array;
  /** y, of the same shape. */
  readonly cover: Float64Array;
  /** The bidder's values, strictly increasing. */
  readonly values: Float64Array;
  readonly axis: Axis;
  readonly fromLine: number;
  readonly toLine: number;
  readonly mode: IroningMode;
}

/**
 * Irons f along some lines in doubles, folds ψ̄⁺ = max(0, f·φ̄) into y and returns Σ max(y, ψ̄⁺) over these lines. Lines are
 * independent, so threads may share them out; all of a bidder's lines before the next bidder's.
 *
 * Below the price with the highest revenue no ψ̄ is positive, so the majorant is drawn above it only. Along slow axes, blocks
 * of 8 adjacent lines are copied to where they are contiguous. Cost: some 15 operations per entry; reads f once and y once.
 */
export function ironLines(task: IroningTask, room: IroningRoom): number {
  const { axis, fromLine, toLine } = task;
  let total = 0;
  for (let line = fromLine; line < toLine; ) {
    const inner = line % axis.stride;
    const width = Math.min(BLOCK, axis.stride - inner, toLine - line);
    total += ironBlock(task, room, (line - inner) * axis.size + inner, width);
    line += width;
  }
  return total;
}

function ironBlock(task: IroningTask, room: IroningRoom, start: number, width: number): number {
  const { prior, values, axis } = task;
  const { size, stride } = axis;
  const { mass } = room;
  for (let p = 0, k = start; p < size; p++, k += stride)
    for (let b = 0; b < width; b++) mass[b * size + p] = prior[k + b];
  for (let b = 0; b < width; b++) ironLine(values, size, b * size, room);
  return fold(task, room.weight, start, width);
}

/** ψ̄⁺ of the line at `base` of the room. The newest interval is kept in variables, those above it on a stack. */
function ironLine(values: Float64Array, size: number, base: number, room: IroningRoom): void {
  const { mass, weight, blockMass, blockSum, blockLow } = room;
  const lowest = bestPrice(values, mass, base, size);
  let [tail, above, count] = [0, 0, 0];
  // Nothing joins an interval with an infinite ratio.
  let [newestMass, newestSum] = [1, Infinity];
  for (let p = size - 1; p >= lowest; p--) {
    let m = mass[base + p];
    tail += m;
    const revenue = values[p] * tail;
    let s = revenue - above;
    above = revenue;
    while (newestSum * m < s * newestMass) {
      m += newestMass;
      s += newestSum;
      count--;
      newestMass = blockMass[count];
      newestSum = blockSum[count];
    }
    blockMass[count] = newestMass;
    blockSum[count] = newestSum;
    blockLow[count++] = p;
    newestMass = m;
    newestSum = s;
  }
  blockMass[count] = newestMass;
  blockSum[count] = newestSum;
  let p = size - 1;
  for (let c = 1; c <= count; c++) {
    const level = blockSum[c] > 0 ? blockSum[c] / blockMass[c] : 0;
    for (const low = blockLow[c - 1]; p >= low; p--) weight[base + p] = level * mass[base + p];
  }
  for (; p >= 0; p--) weight[base + p] = 0;
}

/** The lowest position whose price earns most against this line, or `size` when none earns anything. */
function bestPrice(values: Float64Array, mass: Float64Array, base: number, size: number): number {
  let tail = 0;
  let most = 0;
  let best = size;
  for (let p = size - 1; p >= 0; p--) {
    tail += mass[base + p];
    const revenue = values[p] * tail;
    if (revenue > most) {
      most = revenue;
      best = p;
    }
  }
  return best;
}

function fold(
  { cover, axis, mode }: IroningTask,
  weight: Float64Array,
  start: number,
  width: number,
): number {
  const { size, stride } = axis;
  let total = 0;
  for (let p = 0, k = start; p < size; p++, k += stride)
    for (let b = 0; b < width; b++) {
      let w = weight[b * size + p];
      if (mode !== "write" && cover[k + b] > w) w = cover[k + b];
      if (mode !== "sum") cover[k + b] = w;
      total += w;
    }
  return total;
}

import { fail } from "../numeric/candor-error.js";

/** The position of a profile in row-major order: the last agent's entry moves fastest. */
export function rowMajorIndex(sizes: readonly number[], profile: ArrayLike<number>): number {
  let index = 0;
  for (let i = 0; i < sizes.length; i++) index = index * sizes[i] + profile[i];
  return index;
}

/** Writes the profile with the given row-major position into `target`. */
export function writeProfile(sizes: readonly number[], index: number, target: Int32Array): void {
  for (let i = sizes.length - 1; i >= 0; i--) {
    target[i] = index % sizes[i];
    index = Math.floor(index / sizes[i]);
  }
}

/** Agents whose entries may be permuted without changing anything that is asked. */
export interface Block {
  readonly agents: readonly number[];
  /** How many entries (types or messages) each of them can have. */
  readonly options: number;
}

/**
 * All profiles of the agents in `blocks` up to permutation inside a block: one cell per product of multisets.
 * With one agent per block the cells are the profiles themselves, in row-major order.
 */
export interface CellSpace {
  readonly size: number;
  /** Writes a representative of the cell into the entries of its agents; the others are left alone. */
  write(cell: number, target: Int32Array): void;
  /** How many profiles the cell stands for. */
  multiplicity(cell: number): bigint;
}

export function cellSpace(all: readonly Block[]): CellSpace {
  const blocks = all.filter((block) => block.agents.length > 0);
  const lists = blocks.map((block) => multisets(block.agents.length, block.options));
  const counts = lists.map((list, b) => list.length / blocks[b].agents.length);
  const size = counts.reduce((product, count) => product * count, 1);
  return {
    size,
    write(cell, target) {
      for (let b = blocks.length - 1; b >= 0; b--) {
        const { agents } = blocks[b];
        const row = (cell % counts[b]) * agents.length;
        for (let k = 0; k < agents.length; k++) target[agents[k]] = lists[b][row + k];
        cell = Math.floor(cell / counts[b]);
      }
    },
    multiplicity(cell) {
      let product = 1n;
      for (let b = blocks.length - 1; b >= 0; b--) {
        const width = blocks[b].agents.length;
        const row = (cell % counts[b]) * width;
        if (width > 1) product *= arrangements(lists[b], row, width);
        cell = Math.floor(cell / counts[b]);
      }
      return product;
    },
  };
}

/** C(count + options − 1, count): how many multisets there are. */
export function multisetCount(count: number, options: number): number {
  let total = 1;
  for (let k = 1; k <= count; k++) total = (total * (options - 1 + k)) / k;
  return Math.round(total);
}

/** All nondecreasing sequences of the given width over 0…options−1, one after the other. */
function multisets(width: number, options: number): Int32Array {
  const rows = multisetCount(width, options);
  if (rows * width > 2 ** 28) {
    fail(
      "too-large",
      "agents",
      `A group of ${width} agents with ${options} options has ${rows} type counts.`,
    );
  }
  const list = new Int32Array(rows * width);
  const current = new Int32Array(width);
  for (let row = 0; row < rows; row++) {
    list.set(current, row * width);
    let k = width - 1;
    while (k >= 0 && current[k] === options - 1) k--;
    if (k >= 0) current.fill(current[k] + 1, k);
  }
  return list;
}

/** width! / Π (run lengths)!: the number of orders of a sorted row. */
function arrangements(list: Int32Array, row: number, width: number): bigint {
  let result = 1n;
  let run = 0;
  for (let k = 0; k < width; k++) {
    run = k > 0 && list[row + k] === list[row + k - 1] ? run + 1 : 1;
    result = (result * BigInt(k + 1)) / BigInt(run);
  }
  return result;
}

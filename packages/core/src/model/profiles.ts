import type { Arithmetic, Table } from "../numeric/arithmetic.js";
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
  /** Whether some cell stands for several profiles. */
  readonly counts: boolean;
  /**
   * Given the representative that `write` wrote: by agent its factor in the number of profiles that the cell stands for (1 outside
   * the blocks). The factors of a block multiply to width! / Π (run lengths)!; multiplied one by one with the probabilities of
   * the entries every partial product stays a probability, so doubles neither overflow nor vanish in large groups.
   */
  writeOrders<N>(F: Arithmetic<N>, representative: ArrayLike<number>, factors: Table<N>): void;
}

/** A type held by a share p of n agents enters with p^(np) ≥ e^(−n/e): up to here the likely counts stay far above the smallest double. */
const LARGEST_FLOAT_GROUP = 1500;

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
    counts: blocks.some(({ agents }) => agents.length > 1),
    writeOrders(F, representative, factors) {
      for (let i = 0; i < factors.length; i++) factors[i] = F.one;
      for (const { agents } of blocks) {
        if (F.kind === "float" && agents.length > LARGEST_FLOAT_GROUP)
          fail(
            "too-large",
            "agents",
            `The probabilities of the type counts of ${agents.length} alike agents vanish in doubles; use --exact or at most ${LARGEST_FLOAT_GROUP} agents in a group.`,
          );
        let run = 0;
        for (let k = 0; k < agents.length; k++) {
          run = k > 0 && representative[agents[k]] === representative[agents[k - 1]] ? run + 1 : 1;
          factors[agents[k]] = F.ratio(k + 1, run);
        }
      }
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
      `A group of ${width} agents with ${options} options has ${rows} type counts, more than can be listed; use fewer agents in the group or fewer types.`,
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

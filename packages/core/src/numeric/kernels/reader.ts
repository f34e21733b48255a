import type { KernelSet } from "./kernel-set.js";

export type TableName = "allocation" | "payments" | "prior";

/** Where tables come from: copies `length` doubles of a table, from entry `start` on, to byte offset `target`. */
export interface TableReader {
  read(table: TableName, agent: number, start: number, length: number, target: number): void;
  /** Where the entries are if they already lie in the kernels' heap. */
  locate?(table: TableName, agent: number, start: number): number;
}

/** Dense tables in memory: `allocation[i][profile]`, `payments[i][profile]`, `prior[profile]`. */
export interface ArrayTables {
  readonly allocation: readonly Float64Array[];
  readonly payments: readonly Float64Array[];
  readonly prior?: Float64Array;
}

/** A reader of arrays for the heap of `kernels`. */
export function arrayReader(kernels: KernelSet, tables: ArrayTables): TableReader {
  return {
    read(table, agent, start, length, target) {
      const array = table === "prior" ? tables.prior! : tables[table][agent];
      kernels.heap.set(array.subarray(start, start + length), target / 8);
    },
  };
}

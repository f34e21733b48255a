import type { Arithmetic, Table } from "../numeric/arithmetic.js";

/** The numbers as a table of the arithmetic. */
export function tableOf<N>(F: Arithmetic<N>, numbers: readonly N[]): Table<N> {
  const table = F.table(numbers.length);
  numbers.forEach((number, k) => {
    table[k] = number;
  });
  return table;
}

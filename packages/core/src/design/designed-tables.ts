import type { Environment } from "../model/environment.js";
import { directMechanism, type Mechanism } from "../model/mechanism.js";
import { rowMajorIndex } from "../model/profiles.js";
import { type Rational, ZERO } from "../numeric/rational.js";
import type { FiniteTables } from "./finite-tables.js";
import type { Formulation } from "./formulation.js";

/** g(a|k) and p_i(k), exact; profiles in row-major order. */
export interface DesignedTables {
  /** [k][a]. */
  readonly allocation: readonly (readonly Rational[])[];
  /** [agent][k]. */
  readonly payments: readonly (readonly Rational[])[];
}

/** The tables that a point of the program stands for. */
export function readTables({ tables, columns }: Formulation, x: readonly Rational[]): DesignedTables {
  const profiles = Array.from({ length: tables.profiles }, (_, k) => k);
  return {
    allocation: profiles.map((k) => tables.alternatives.map((_, a) => x[columns.lottery(k, a)] ?? ZERO)),
    payments: tables.agents.map((_, i) => profiles.map((k) => x[columns.payment(i, k)] ?? ZERO)),
  };
}

/** The designed mechanism as one that checks can look at. */
export function designedMechanism(
  environment: Environment<Rational>,
  { sizes }: FiniteTables,
  { allocation, payments }: DesignedTables,
): Mechanism<Rational> {
  return directMechanism(environment, {
    name: "designed mechanism",
    anonymous: false,
    outcome: (types) => {
      const k = rowMajorIndex(sizes, types);
      return { lottery: [...allocation[k]], payments: payments.map((own) => own[k]) };
    },
  });
}

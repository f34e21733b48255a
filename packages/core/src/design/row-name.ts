/**
 * A constraint by what it says. k and m number profiles (row-major), t and r types, s states:
 * `unit` Σ_a g(a|k) = 1; `dominant-ic` agent i, true profile k, reports m; `ex-post-ic` i, k, report r, state s;
 * `epistemic-ic` i, k, r; `bayesian-ic` i, t, r; `ex-post-ir` i, k, s; `epistemic-ir` i, k; `interim-ir` i, t; `ex-ante-ir` i;
 * `no-deficit` k; `balance` k; `no-deficit-ex-ante`; `balance-ex-ante`; `anonymous` swap x, k, alternative or
 * number of alternatives + agent.
 */
export interface RowName {
  readonly kind: RowKind;
  readonly indices: readonly number[];
}

export type RowKind =
  | "unit"
  | "dominant-ic"
  | "ex-post-ic"
  | "epistemic-ic"
  | "bayesian-ic"
  | "ex-post-ir"
  | "epistemic-ir"
  | "interim-ir"
  | "ex-ante-ir"
  | "no-deficit"
  | "balance"
  | "no-deficit-ex-ante"
  | "balance-ex-ante"
  | "anonymous";

/** "bayesian-ic/0/2/1": the key of a constraint in a certificate. */
export function rowNameKey({ kind, indices }: RowName): string {
  return [kind, ...indices].join("/");
}

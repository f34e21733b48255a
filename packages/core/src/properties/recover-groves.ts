import { composeDirect } from "../model/composition.js";
import type { Mechanism } from "../model/mechanism.js";
import { type Perspective, perspectives } from "../model/perspective.js";
import { max } from "../numeric/arithmetic.js";
import { fail } from "../numeric/candor-error.js";
import { where } from "./ex-post-ic.js";
import { grovesForm, refusesGroves } from "./groves-form.js";
import { othersValue, othersWelfare } from "./others-welfare.js";
import type { CheckOptions } from "./property.js";
import { roundingBound } from "./utilities.js";
import { type Quantity, quantity, type Verdict } from "./verdict.js";

/** τ_i(t_{−i}) of one agent, or of all members of a population. */
export interface GrovesTerm {
  readonly agent: string;
  readonly table: readonly {
    readonly others: Readonly<Record<string, string>>;
    /** Where τ_i varies with t_i (the mechanism is not Groves): its smallest value. */
    readonly tau: Quantity;
    /** max_a Σ_{j≠i} v_j(a, t_j): what τ_i is in the pivot mechanism. */
    readonly othersBest: Quantity;
  }[];
}

export interface GrovesDecomposition {
  /** Whether the mechanism is a Groves mechanism, as {@link grovesForm} answers. */
  readonly verdict: Verdict;
  readonly terms: readonly GrovesTerm[];
  /** Whether it is the pivot mechanism; in doubles up to rounding. */
  readonly pivot: boolean;
}

/**
 * Writes the payments of a direct (or composed) mechanism as p_i(t) = τ_i(t_{−i}) − Σ_{j≠i} E_g v_j and says whether that makes it a
 * Groves mechanism and the pivot mechanism, τ_i = max_a Σ_{j≠i} v_j(a, t_j). The designer's value is one of the others' where it counts.
 *
 * Errors: `not-applicable` without money or private values. Cost: profiles × agents².
 * Source: Groves (1973); Green and Laffont (1979) for the pivot mechanism.
 */
export function recoverGroves<N>(
  mechanism: Mechanism<N>,
  options: CheckOptions<N> = {},
): GrovesDecomposition {
  const refusal = refusesGroves(mechanism);
  if (refusal !== undefined) fail("not-applicable", "mechanism", refusal);
  const direct = composeDirect(mechanism);
  const verdict = grovesForm.check(mechanism, options);
  let pivot = verdict.status === "proved" || (verdict.epsilon?.value ?? 0) <= verdict.method.errorBound;
  const terms = perspectives(direct).map((view) => {
    const found = termOf(direct, view);
    const close = (x: number) => Math.abs(x) <= 2 * roundingBound(view, direct.environment.agents.length);
    if (found.some(({ excess }) => !close(excess))) pivot = false;
    const { name } = direct.environment.agents[view.agent];
    return { agent: name, table: found.map(({ excess: _, ...row }) => row) };
  });
  return { verdict, terms, pivot };
}

function termOf<N>(mechanism: Mechanism<N>, view: Perspective<N>) {
  const F = view.environment.arithmetic;
  const { offset, stride, payment } = view.equilibrium;
  return Array.from({ length: view.cells.size }, (_, cell) => {
    const amounts = Array.from({ length: view.typeCount }, (_, type) =>
      F.add(payment[offset[cell] + type * stride], othersWelfare(view, type, cell)),
    );
    const tau = amounts.reduce((low, amount) => F.negate(max(F, F.negate(low), F.negate(amount))));
    const value = othersValue(view, 0, cell);
    const best = view.environment.alternatives.map((_, a) => value(a)).reduce((top, x) => max(F, top, x));
    return {
      others: where(mechanism, view, false, cell, cell, -1).others ?? {},
      tau: quantity(F, tau),
      othersBest: quantity(F, best),
      excess: F.kind === "exact" ? F.compare(tau, best) : F.toNumber(F.subtract(tau, best)),
    };
  });
}

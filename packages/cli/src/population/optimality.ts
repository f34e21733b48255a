import {
  certificate,
  comparePosteriorPayment,
  designMechanism,
  type Participation,
  posteriorPaymentProof,
  REVENUE,
} from "@candor/core/design";
import { buildEnvironment, type ParsedModel, resizeModel, type SideFiles } from "@candor/core/io";
import { exact, fail, printRational, type Rational, rational, toDouble } from "@candor/core/numeric";
import type { Population } from "@candor/core/population";
import { verifyText } from "@candor/verifier";
import { installedSolver } from "../installed-solver.js";
import type { NamedSection } from "../named-table.js";

/** (σ*, q*) at one small size beside the best mechanisms that linear programs find. */
export interface OptimalityCheck {
  readonly players: number;
  readonly composition: readonly number[];
  readonly epsilon: Rational;
  readonly revenue: Rational;
  /** Whether the verifier accepts that nothing earns more, from multipliers on participation alone. */
  readonly accepted: boolean;
  readonly best: readonly BestAt[];
}

/** What the best mechanism earns when lies may gain up to `epsilon`. */
export interface BestAt {
  readonly epsilon: Rational;
  readonly participation: Participation;
  /** Absent where the program was not solved to the end. */
  readonly value?: Rational;
}

/**
 * ε-optimality on a small environment: the certificate of (σ*, q*) is checked by the verifier, and exact linear programs find the best
 * revenue at ε*, ε*\/2 and 0, where players take part before they know the others' reports (interim) and after (epistemic).
 * Errors: `too-large`, `empty-group` where a group would have no member.
 */
export async function checkOptimality(
  model: ParsedModel,
  files: SideFiles,
  { groups }: Population,
  composition: readonly number[],
): Promise<OptimalityCheck> {
  const players = composition.reduce((sum, each) => sum + each, 0);
  const counts = new Map(groups.map(({ name }, u) => [name, composition[u]]));
  const { environment } = buildEnvironment(resizeModel(model, counts), exact, files);
  const posterior = comparePosteriorPayment(environment);
  const proof = posterior && posteriorPaymentProof(environment, posterior);
  if (posterior === undefined || proof === undefined)
    return fail("not-applicable", "beliefs", "(σ*, q*) needs a posterior at every profile of reports.");
  const solver = installedSolver();
  const best: BestAt[] = [];
  for (const participation of ["interim", "epistemic"] as const)
    for (const share of [rational(1), rational(1, 2), rational(0)]) {
      const epsilon = exact.multiply(posterior.epsilon, share);
      const design = await designMechanism(
        environment,
        { objective: REVENUE, incentives: ["bayesian"], epsilon, participation: [participation], money: [] },
        solver === undefined ? {} : { solver },
      );
      best.push({ epsilon, participation, ...(design.kind === "optimal" ? { value: design.upper } : {}) });
    }
  return {
    players,
    composition,
    epsilon: posterior.epsilon,
    revenue: posterior.revenue,
    accepted: verifyText(JSON.stringify(certificate(proof))).status === "accepted",
    best,
  };
}

export function optimalitySection({
  players,
  composition,
  epsilon,
  revenue,
  accepted,
  best,
}: OptimalityCheck): NamedSection {
  return {
    heading: `ε-optimality with ${players} players (${composition.join(" + ")})`,
    paragraphs: [
      `(σ*, q*) has ε* = ${printRational(epsilon)} and earns ${printRational(revenue)}. The certificate that nothing earns more at any ε: ${accepted ? "accepted by the verifier" : "NOT accepted by the verifier"}.`,
    ],
    table: {
      head: ["lies may gain", "players take part", "the best mechanism earns"],
      rows: best.map(({ epsilon: allowed, participation, value }) => [
        printRational(allowed),
        participation === "interim" ? "before they know the others' reports" : "knowing all reports",
        value === undefined
          ? "not decided"
          : `${printRational(value)} (${Number(toDouble(value).toPrecision(6))})`,
      ]),
    },
  };
}

export function optimalityData({
  players,
  composition,
  epsilon,
  revenue,
  accepted,
  best,
}: OptimalityCheck): object {
  return {
    players,
    composition,
    epsilon: printRational(epsilon),
    revenue: printRational(revenue),
    certificateAccepted: accepted,
    best: best.map(({ value, ...at }) => ({
      ...at,
      epsilon: printRational(at.epsilon),
      ...(value === undefined ? {} : { revenue: printRational(value) }),
    })),
  };
}

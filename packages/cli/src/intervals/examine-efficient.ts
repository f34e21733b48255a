import {
  allocationProblem,
  type BalancedDecision,
  balancedDecision,
  type Distribution,
  type EfficientProblem,
  type ExpectedExternality,
  expectedExternality,
  type GeneralisedVcg,
  generalisedVcg,
  type MechanismAudit,
  type OutsideOption,
  type ParticipationGap,
  verifyMechanism,
} from "@candor/core/intervals";
import type { Progress } from "../progress.js";

/** Somebody who may get the object. */
export interface Claimant {
  readonly name: string;
  readonly distribution: Distribution;
  readonly outside: OutsideOption;
  /** The outside option as the file writes it. */
  readonly written: string;
}

/** What an efficient rule can do with the budget balanced, and what two mechanisms do. */
export interface BalanceFindings {
  readonly problem: EfficientProblem;
  readonly decision: BalancedDecision;
  readonly vcg: GeneralisedVcg;
  readonly agv: ExpectedExternality;
  /** Who stays away from AGV, by more than the error of the computation. */
  readonly leaving: readonly ParticipationGap[];
  /** The payments looked at: the balanced ones where they exist, else those of AGV. */
  readonly audit: MechanismAudit & { readonly of: "balanced" | "agv" };
}

/** One object, to whom it is worth most. */
export interface EfficientFindings extends BalanceFindings {
  readonly claimants: readonly Claimant[];
}

/** All that `candor efficient` answers. Errors: those of `allocationProblem` and of worst-off types. */
export function examineEfficient(claimants: readonly Claimant[], progress: Progress): EfficientFindings {
  progress.step("worst-off types");
  const problem = allocationProblem(claimants);
  const decision = balancedDecision(problem);
  progress.step("audit");
  return { claimants, ...balanceFindings(problem, decision) };
}

export function balanceFindings(problem: EfficientProblem, decision: BalancedDecision): BalanceFindings {
  const agv = expectedExternality(problem);
  return {
    ...{ problem, decision, agv, vcg: generalisedVcg(problem) },
    leaving: agv.participation.filter(({ shortfall, error }) => shortfall > error),
    audit: {
      ...verifyMechanism(problem, (decision.mechanism ?? agv).payments),
      of: decision.mechanism === undefined ? "agv" : "balanced",
    },
  };
}

import {
  type Distribution,
  type ProvisionSize,
  type PublicGood,
  provisionDecline,
  publicGood,
  type SecondBest,
  secondBestProvision,
  type VirtualProvision,
} from "@candor/core/intervals";
import { CandorError } from "@candor/core/numeric";
import type { Progress } from "../progress.js";

/** Contributors whose values have one distribution. */
export interface ContributorKind {
  readonly value: Distribution;
  readonly count: number;
}

export interface ProvisionQuestion {
  readonly kinds: readonly ContributorKind[];
  /** All of them. */
  readonly contributors: number;
  readonly costPerHead: number;
}

/** Error of expected gains, as a share of the first best, beyond which a second best is not told. */
const MOST_ERROR = 1e-3;

/** An answer, or why there is none. */
export type Attempt<T> = { readonly answer: T } | { readonly unsettled: string };

export interface ProvisionFindings extends ProvisionQuestion {
  readonly good: PublicGood;
  readonly secondBest: Attempt<SecondBest<VirtualProvision>>;
  readonly sizes: readonly { readonly contributors: number; readonly found: Attempt<ProvisionSize> }[];
}

/** Everything `candor provide` tells; other `sizes` of one kind. Errors: those of the functions it calls, but for second bests that do not converge. */
export function examineProvision(
  question: ProvisionQuestion,
  sizes: readonly number[],
  progress: Progress,
): ProvisionFindings {
  const { kinds, contributors, costPerHead } = question;
  progress.step(`${contributors} contributors`);
  // One object for all: contributors with the same distribution object share what is computed.
  const world = {
    values: kinds.flatMap(({ value, count }) => new Array<Distribution>(count).fill(value)),
    cost: costPerHead * contributors,
  };
  const good = publicGood(world);
  return {
    ...{ ...question, good },
    secondBest: settled(
      attempt(() => secondBestProvision(world)),
      ({ gains, firstBest }) => gains.error / firstBest.value,
    ),
    sizes: sizes.map((size) => {
      progress.step(`${size} contributors`);
      const found = settled(
        attempt(() => provisionDecline(kinds[0].value, costPerHead, [size])[0]),
        shareError,
      );
      return { contributors: size, found };
    }),
  };
}

/** What the error of the gains means for their share of the first best. */
export function shareError({ gains, share }: Pick<ProvisionSize, "gains" | "share">): number {
  return share === 0 ? gains.error : Math.abs((gains.error * share) / gains.value);
}

function settled<T>(found: Attempt<T>, error: (answer: T) => number): Attempt<T> {
  return !("answer" in found) || error(found.answer) <= MOST_ERROR
    ? found
    : { unsettled: "its integrals are too uncertain; truncate the distribution or take fewer contributors." };
}

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { answer: work() };
  } catch (error) {
    if (error instanceof CandorError && error.code === "slow-convergence")
      return { unsettled: error.problems[0].message };
    throw error;
  }
}

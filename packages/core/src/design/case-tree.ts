import { printRational, type Rational } from "../numeric/rational.js";
import { type RowName, rowNameKey } from "./row-name.js";

/** A constraint, other than that probabilities add up to 1, and its price y: relaxing it by δ ≥ 0 brings at most y·δ; just that for small δ where optimal prices are unique. */
export interface Multiplier {
  readonly name: RowName;
  readonly price: Rational;
}

/**
 * A proof about sure choices, case by case: multipliers rule alternatives out, then what is chosen at one profile tells the cases
 * apart. Together the branches name every alternative that is left at the profile.
 */
export interface CaseTree {
  readonly multipliers?: readonly Multiplier[];
  /** Whether the multipliers refute the constraints alone. */
  readonly contradiction?: true;
  readonly profile?: number;
  readonly branches?: readonly { readonly among: readonly number[]; readonly tree: CaseTree }[];
}

/** The same in a certificate; `among` numbers alternatives at the parent's profile. */
export interface CaseData {
  readonly among?: readonly number[];
  readonly multipliers?: Readonly<Record<string, string>>;
  readonly contradiction?: true;
  readonly profile?: number;
  readonly branches?: readonly CaseData[];
}

export function multiplierData(multipliers: readonly Multiplier[]): Record<string, string> {
  return Object.fromEntries(
    multipliers.flatMap(({ name, price }) =>
      name.kind === "unit" ? [] : [[rowNameKey(name), printRational(price)]],
    ),
  );
}

export function caseData({ multipliers, contradiction, profile, branches }: CaseTree): CaseData {
  return {
    ...(multipliers === undefined ? {} : { multipliers: multiplierData(multipliers) }),
    ...(contradiction === undefined ? {} : { contradiction }),
    ...(profile === undefined ? {} : { profile }),
    ...(branches === undefined
      ? {}
      : { branches: branches.map(({ among, tree }) => ({ among, ...caseData(tree) })) }),
  };
}

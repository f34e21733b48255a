import type { Environment } from "../model/environment.js";
import type { Mechanism } from "../model/mechanism.js";

/** What kind of value an option of a rule takes in a model file; `io` parses and validates it accordingly. */
export type OptionKind =
  /** One of `choices`. → string */
  | "choice"
  /** A number. → N */
  | "number"
  /** A number, or one per agent by name. → N[] by agent */
  | "number-by-agent"
  /** A type per agent by name. → number[] (type indices) by agent */
  | "type-by-agent"
  /** The name of an alternative. → number (its index) */
  | "alternative"
  /** The name of an agent. → number (its index) */
  | "agent"
  /** An expression in the others' reports, or one per agent. → (agent, reports) => N */
  | "expression-in-others";

export interface RuleOption {
  readonly name: string;
  readonly kind: OptionKind;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly required?: boolean;
}

/** Parsed options by name; an absent option is not in the record. */
export type RuleOptions<N> = Readonly<
  Record<
    string,
    | string
    | number
    | N
    | readonly N[]
    | readonly number[]
    | ((agent: number, reports: ArrayLike<number>) => N)
  >
>;

/** One rule: an entry of the registry. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** The outcome and the payments in one or two sentences with formulas. */
  readonly definition: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly options: readonly RuleOption[];
  /** For which models it is defined: `undefined` when it applies, else the reason why not and what to change. */
  refuses<N>(environment: Environment<N>): string | undefined;
  /** Throws a CandorError with path `mechanism…` when the options do not fit the environment. */
  build<N>(environment: Environment<N>, options: RuleOptions<N>): Mechanism<N>;
}

/** Every rule that chooses among equally good alternatives takes this option. */
export const TIES: RuleOption = {
  name: "ties",
  kind: "choice",
  choices: ["lowest-index", "uniform"],
  description:
    "how ties are broken: the alternative listed first (default), or a uniform lottery over the tied ones",
};

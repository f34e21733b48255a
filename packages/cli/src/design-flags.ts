import {
  type DesignQuestion,
  INCENTIVES,
  MONEY,
  type Objective,
  PARTICIPATION,
  REVENUE,
  WELFARE,
} from "@candor/core/design";
import { fail, parseRational, type Rational } from "@candor/core/numeric";

export interface DesignFlags {
  readonly maximize: string;
  readonly incentives: string;
  readonly participation: string;
  readonly money: string;
  readonly epsilon: string;
  readonly deterministic?: boolean;
  readonly certificate?: string;
  readonly output?: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

/** The question that the flags of `candor design` ask. Errors: `invalid-value`, `not-rational`. */
export function questionOf(flags: DesignFlags): DesignQuestion {
  return {
    objective: objectiveOf(flags.maximize),
    incentives: chosen("incentives", flags.incentives, INCENTIVES),
    epsilon: number("epsilon", flags.epsilon),
    participation: chosen("participation", flags.participation, PARTICIPATION),
    money: chosen("money", flags.money, MONEY),
    ...(flags.deterministic ? { deterministic: true } : {}),
  };
}

/** revenue, welfare, or revenue+λ*welfare. */
function objectiveOf(text: string): Objective {
  if (text === "revenue") return REVENUE;
  if (text === "welfare") return WELFARE;
  const mixed = /^revenue\s*\+\s*(?:(.+?)\s*\*?\s*)?welfare$/.exec(text);
  if (mixed === null)
    return fail(
      "invalid-value",
      "--maximize",
      `"${text}" is not known; say revenue, welfare, or revenue+1/2*welfare.`,
    );
  return { revenue: REVENUE.revenue, welfare: number("maximize", mixed[1] ?? "1") };
}

function number(flag: string, text: string): Rational {
  return (
    parseRational(text) ?? fail("not-rational", `--${flag}`, `"${text}" is not a number such as 1/10 or 0.1.`)
  );
}

/** Words separated by commas; "none" for nothing. */
function chosen<T extends string>(flag: string, text: string, known: readonly T[]): T[] {
  if (text === "none") return [];
  return text.split(",").map((word) => {
    const found = known.find((option) => option === word.trim());
    return (
      found ??
      fail(
        "invalid-value",
        `--${flag}`,
        `"${word.trim()}" is not known; choose among ${known.join(", ")}, or none.`,
      )
    );
  });
}

/** What went wrong, where, and what to change: the one error that callers' mistakes raise. */
export interface Problem {
  /** Stable, kebab-case: programs switch on it. */
  readonly code: string;
  /** Path into the model file or the argument, e.g. `agents.Seller.types[2]`; empty for the whole. */
  readonly path: string;
  /** What is wrong and what to change, as a sentence. */
  readonly message: string;
  readonly expected?: string;
  readonly received?: string;
  /** 1-based position in the source text, where there is one. */
  readonly line?: number;
  readonly column?: number;
}

/** Thrown at the public boundary for every caller's mistake; carries all problems found, not the first. */
export class CandorError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(printProblem).join("\n"));
    this.name = "CandorError";
    this.problems = problems;
  }

  get code(): string {
    return this.problems[0]?.code ?? "unknown";
  }
}

/** One problem in one line: position, path, message. */
export function printProblem(problem: Problem): string {
  const position = problem.line === undefined ? "" : `line ${problem.line}, column ${problem.column}: `;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  return position + path + problem.message;
}

/** Throws a {@link CandorError} with a single problem. */
export function fail(code: string, path: string, message: string, details: Partial<Problem> = {}): never {
  throw new CandorError([{ code, path, message, ...details }]);
}

import { type Arithmetic, sum } from "../../numeric/arithmetic.js";
import { CandorError, type Problem } from "../../numeric/candor-error.js";
import { parseRational, type Rational, rationalFromDouble, toDouble } from "../../numeric/rational.js";
import type { Refuse } from "../expression/scope.js";
import { locatedProblem, MOST_PROBLEMS, type ParsedModel, withRemainder } from "./parse.js";
import { type Path, printPath } from "./path.js";
import type { Raw } from "./source.js";

/** Supplies the bytes of a side file named in the model; absent where files cannot be read. */
export type SideFiles = (name: string) => Uint8Array;

/**
 * Collects every problem of a file while it is read: `report` notes one and goes on, `refuse` gives up on the part at hand,
 * `part` contains the damage, `finish` throws what was found.
 */
export class Reader {
  readonly problems: Problem[] = [];
  private unlisted = 0;
  private readonly model: ParsedModel;
  private readonly files: SideFiles | undefined;

  constructor(model: ParsedModel, files?: SideFiles) {
    this.model = model;
    this.files = files;
  }

  report(code: string, path: Path, message: string): void {
    this.note(locatedProblem(this.model.source, path, code, message), path);
  }

  refuse(code: string, path: Path, message: string): never {
    throw new CandorError([locatedProblem(this.model.source, path, code, message)]);
  }

  /** How what is computed from the entry at a path refuses to go on. */
  refusal(path: Path): Refuse {
    return (code, message) => this.refuse(code, path, message);
  }

  /** Runs a part of the reading; its problems are noted (with the path of the part where they have none) and it yields nothing. */
  part<T>(path: Path, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof CandorError)) throw error;
      for (const problem of error.problems) this.note(problem, path);
      return undefined;
    }
  }

  /** Keeps a problem once, with a place in the text: its own, or that of the part that was being read. */
  private note(problem: Problem, path: Path): void {
    if (this.problems.length >= MOST_PROBLEMS) {
      this.unlisted += 1;
      return;
    }
    const place = problem.line === undefined ? this.model.source.locate(path) : {};
    const noted = { ...problem, path: problem.path === "" ? printPath(path) : problem.path, ...place };
    if (!this.problems.some((other) => other.path === noted.path && other.message === noted.message))
      this.problems.push(noted);
  }

  finish(): void {
    if (this.problems.length > 0) throw new CandorError(withRemainder(this.problems, this.unlisted));
  }

  /** The exact value of a number as written. */
  number(raw: unknown, path: Path): Rational {
    const value =
      typeof raw === "number"
        ? rationalFromDouble(raw)
        : typeof raw === "string"
          ? parseRational(raw)
          : undefined;
    if (value === undefined)
      this.refuse(
        "not-a-number",
        path,
        `${JSON.stringify(raw) ?? "Nothing"} is not a finite decimal or fraction such as 0.25 or 1/4.`,
      );
    if (!Number.isFinite(toDouble(value!)))
      this.refuse("not-finite", path, `${String(raw)} is too large; numbers may have up to 308 digits.`);
    return value!;
  }

  /** A name or an expression. */
  text(raw: Raw, path: Path): string {
    if (typeof raw === "string") return raw;
    return this.refuse(
      "invalid-type",
      path,
      `Here stands ${Array.isArray(raw) ? "a list" : "a map"}; a text is needed.`,
    );
  }

  /** A whole number between two bounds. */
  integer(raw: unknown, path: Path, least: number, most: number, advice = ""): number {
    const { n, d } = this.number(raw, path);
    if (d !== 1n || n < BigInt(least) || n > BigInt(most))
      this.refuse(
        "not-an-integer",
        path,
        `${String(raw)} must be a whole number from ${least} to ${most}.${advice}`,
      );
    return Number(n);
  }

  /** Refuses negative probabilities and sums other than 1 (exactly in exact arithmetic, within 1e-9 otherwise). */
  requireProbabilities<N>(
    F: Arithmetic<N>,
    values: readonly N[],
    path: Path,
    { names, repair = "Correct them." }: { names?: readonly string[]; repair?: string } = {},
  ): void {
    values.forEach((value, k) => {
      const whose = names === undefined ? `Probability ${k + 1}` : `The probability of ${names[k]}`;
      if (F.compare(value, F.zero) < 0)
        this.refuse("negative-probability", path, `${whose} is negative (${F.toNumber(value)}).`);
    });
    const total = sum(F, values);
    const off = F.kind === "exact" ? F.compare(total, F.one) !== 0 : Math.abs(F.toNumber(total) - 1) > 1e-9;
    if (!off) return;
    const { n, d } = F.toRational(total);
    const shown =
      F.kind === "exact" && d !== 1n && d < 10n ** 12n
        ? `${n}/${d} (${F.toNumber(total)})`
        : `${F.toNumber(total)}`;
    this.refuse("probability-sum", path, `These probabilities add up to ${shown}, not 1. ${repair}`);
  }

  sideFile(name: string, path: Path): Uint8Array {
    if (!this.files)
      this.refuse("side-file", path, `${name} cannot be read here: no access to side files was given.`);
    try {
      return this.files!(name);
    } catch (error) {
      return this.refuse("side-file", path, `${name} cannot be read: ${(error as Error).message}.`);
    }
  }
}

import { CandorError, type Problem } from "../numeric/candor-error.js";
import { withModel } from "./load.js";
import { withRemainder } from "./model-file/parse.js";
import type { SideFiles } from "./model-file/reader.js";
import type { ModelFile } from "./model-file/schema.js";
import type { Raw, Source } from "./model-file/source.js";

/** Sections without which nothing else can be read. */
const NEEDED = ["agents", "states", "alternatives", "define", "money"];

/** Sections that say nothing about the situation. */
const REMARKS = ["candor", "title", "source", "notes", "require", "expect"];

/**
 * The error of a file whose structure is wrong, with the problems that the well-formed sections have besides, so that a person
 * can repair everything at once. Leaves out what could follow from the sections that cannot be read.
 */
export function withFurtherProblems(source: Source, error: CandorError, files?: SideFiles): CandorError {
  // A name that stands twice does not keep the section from being read.
  const structural = error.problems.filter(({ code }) => code !== "duplicate-name");
  const wrong = new Set(structural.map(({ path }) => /^[\w-]*/.exec(path)![0]));
  if (wrong.has("") || NEEDED.some((key) => wrong.has(key))) return error;
  const sound = Object.entries(source.data).filter(([key]) => !wrong.has(key));
  const mechanism = (source.data as { mechanism?: { allocation?: Raw } }).mechanism;
  const whole = [...wrong].every((key) => REMARKS.includes(key)) && mechanism?.allocation === undefined;
  const kept = whole ? sound : sound.filter(([key]) => key !== "mechanism");
  const file = { values: "0", ...(Object.fromEntries(kept) as { [key: string]: Raw }) };
  const more = problemsOf(() =>
    withModel({ file: file as unknown as ModelFile, source }, "float", files, () => {}),
  );
  return new CandorError(withRemainder([...error.problems, ...more]));
}

function problemsOf(read: () => void): readonly Problem[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof CandorError) return error.problems;
    throw error;
  }
}

import { withModel } from "../../src/io/load.js";
import { parseModel } from "../../src/io/model-file/parse.js";
import type { SideFiles } from "../../src/io/model-file/reader.js";
import type { Mechanism } from "../../src/model/mechanism.js";
import { writeProfile } from "../../src/model/profiles.js";
import { CandorError } from "../../src/numeric/candor-error.js";

/** Sections by key, as they stand after the colon. */
export type Sections = Readonly<Record<string, string>>;

const USUAL: Sections = {
  agents: "{ Ann: { types: [1, 2] }, Bob: { types: [1, 2] } }",
  alternatives: "[left, right]",
  values: "\"alternative == 'left' ? own : 0\"",
  beliefs: "{ independent: uniform }",
  mechanism: "{ rule: pivot }",
};

/** The text of a small model, one section a line from the second on, with some sections changed or added. */
export function situation(changes: Sections = {}): string {
  const sections = Object.entries({ ...USUAL, ...changes });
  return `candor: 1\n${sections.map(([key, text]) => `${key}: ${text}\n`).join("")}`;
}

/** Every outcome is asked for, so that formulas are evaluated. */
function tryEveryProfile<N>({ messages, outcome }: Mechanism<N>): void {
  const sizes = messages.map((list) => list.length);
  const profile = new Int32Array(sizes.length);
  for (let k = 0; k < sizes.reduce((product, size) => product * size, 1); k++) {
    writeProfile(sizes, k, profile);
    outcome(profile);
  }
}

/** The problems of a model as "line:column path: message". */
export function problemLines(text: string, files?: SideFiles): string[] {
  try {
    withModel(parseModel(text), "auto", files, ({ mechanism }) => mechanism && tryEveryProfile(mechanism));
    return [];
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    return error.problems.map(
      ({ line, column, path, message }) => `${line}:${column} ${path}${path === "" ? "" : ": "}${message}`,
    );
  }
}

import { CandorError } from "@candor/core/numeric";

/** Runs what is computed in fractions only; where doubles are advised, there are none, and the message says what else to do. */
export async function inFractions<T>(compute: () => Promise<T>): Promise<T> {
  try {
    return await compute();
  } catch (error) {
    if (!(error instanceof CandorError)) throw error;
    throw new CandorError(
      error.problems.map((problem) => ({
        ...problem,
        message: problem.message.replace(/; check this model with --float\.?/, WAY_OUT),
      })),
    );
  }
}

const WAY_OUT =
  ". This is computed in fractions only; write the values as decimals or fractions, e.g. { low: 1.41 }.";

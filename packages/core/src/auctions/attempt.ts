import { CandorError } from "../numeric/candor-error.js";

/** What `compute` gives, or in words why it refuses. */
export async function attempt<T extends object>(compute: () => T | Promise<T>): Promise<T | string> {
  try {
    return await compute();
  } catch (error) {
    if (error instanceof CandorError) return error.problems.map(({ message }) => message).join(" ");
    throw error;
  }
}

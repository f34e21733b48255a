/** All signals and reports (s, t) with s ≠ t. */
export function signalPairs(signals: number): [number, number][] {
  const all = Array.from({ length: signals }, (_, x) => x);
  return all.flatMap((s) => all.flatMap((t): [number, number][] => (s === t ? [] : [[s, t]])));
}

/**
 * Payments that add up to Σ_i constant_i at every profile and have the interim payments T_i(x) − E T_i + constant_i when types are
 * independent: t_i(θ) = D_i(θ_i) − Σ_{j≠i} D_j(θ_j)/(n − 1) + constant_i with D_i = T_i − E T_i. They only move money between agents, so
 * incentives stay those of T_i. Source: d'Aspremont and Gérard-Varet (1979); the sum telescopes as in Definition 3 of Efficient
 * mechanism design.
 */
export function balancePayments(
  interim: (agent: number, type: number) => number,
  means: readonly number[],
  constants: readonly number[],
): (types: readonly number[]) => number[] {
  return (types) => {
    const deviations = types.map((type, i) => interim(i, type) - means[i]);
    const total = deviations.reduce((sum, d) => sum + d, 0);
    return deviations.map((d, i) => d - (total - d) / (means.length - 1) + constants[i]);
  };
}

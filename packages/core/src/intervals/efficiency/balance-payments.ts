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
  // Integrals over one type ask again and again for the same payments of the others.
  const known = means.map(() => ({ type: Number.NaN, payment: 0 }));
  const remembered = (i: number, type: number) => {
    if (known[i].type !== type) known[i] = { type, payment: interim(i, type) };
    return known[i].payment;
  };
  return (types) => {
    const deviations = types.map((type, i) => remembered(i, type) - means[i]);
    const total = deviations.reduce((sum, d) => sum + d, 0);
    return deviations.map((d, i) => d - (total - d) / (means.length - 1) + constants[i]);
  };
}

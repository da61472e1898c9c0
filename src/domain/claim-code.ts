/** What a person typed for a claim's code, as it was made: Crockford's base 32 takes look-alikes for what they mean. */
export const normalClaimCode = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')

import type { Reward } from './program.ts'

/** An active till; `readsCodes: false` where a sale does not tell which code was typed, unless it was made there. */
export type ReportingTill = { readsCodes?: boolean | undefined }

/** Whether some till tells by itself that the code of such a reward was used. Other kinds of reward have no code to tell of. */
export const tillReports = (
  { kind, codeSource }: Pick<Reward, 'kind' | 'codeSource'>,
  tills: ReportingTill[],
): boolean =>
  kind === 'redeem_code' &&
  tills.some(({ readsCodes = true }) => readsCodes || (codeSource ?? 'minted') === 'minted')

/**
 * Whether people may say that a coupon was used. Where a till tells it, they may not: the use would count without its
 * sale, and the sale would come to a coupon that is gone.
 * @param anyway the merchant knows better: the till missed it
 */
export const mayMarkUsed = (
  reward: Pick<Reward, 'kind' | 'codeSource'>,
  tills: ReportingTill[],
  anyway = false,
): { ok: true } | { ok: false; reason: 'till-reports' } =>
  anyway || !tillReports(reward, tills) ? { ok: true } : { ok: false, reason: 'till-reports' }

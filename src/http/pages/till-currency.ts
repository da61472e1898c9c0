import { currencyOfCountry } from '../../domain/country-currency.ts'
import type { ConsoleReads } from '../../ports/console-reads.ts'
import type { Key } from '../../ports/keys.ts'
import type { Merchants } from '../../ports/merchants.ts'
import { currencyOf } from './program-values.ts'

type Deps = { reads: Pick<ConsoleReads, 'latestOrders' | 'programs'>; merchants: Pick<Merchants, 'find'> }

/** In which currency a till most likely sells: as it last did, as the programs have it, as the merchant's tills say. */
export async function tillCurrency({ reads, merchants }: Deps, till: Key): Promise<string> {
  const { merchantId, id } = till
  const latest = await reads.latestOrders(merchantId, id, 1)
  if (latest[0]?.currency) return latest[0].currency
  const programs = await reads.programs(merchantId)
  const ofProgram = programs.map(({ rules }) => currencyOf(rules)).find((each) => each !== null)
  if (ofProgram) return ofProgram
  const merchant = await merchants.find(merchantId)
  return merchant?.currency ?? currencyOfCountry(merchant?.country ?? null)
}

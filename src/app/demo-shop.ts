import type { MenuItem } from '../domain/basket.ts'
import type { ConnectTill } from './connect-till.ts'
import type { CreateMerchant } from './create-merchant.ts'
import type { CreateProgram, ProgramDraft } from './create-program.ts'

/** Address of the demo shop's join page: `/join/harbour-street-coffee`. */
export const demoSlug = 'harbour-street-coffee'
export const demoCurrency = 'EUR'

export const demoMenu: readonly MenuItem[] = [
  { id: 'flat-white', name: 'Flat white', category: 'coffee', price: 380 },
  { id: 'espresso', name: 'Espresso', category: 'coffee', price: 260 },
  { id: 'cappuccino', name: 'Cappuccino', category: 'coffee', price: 390 },
  { id: 'filter', name: 'Filter coffee', category: 'coffee', price: 320 },
  { id: 'tea', name: 'Pot of tea', category: 'tea', price: 310 },
  { id: 'chocolate', name: 'Hot chocolate', category: 'tea', price: 410 },
  { id: 'carrot-cake', name: 'Carrot cake', category: 'bakery', price: 450 },
  { id: 'croissant', name: 'Croissant', category: 'bakery', price: 290 },
  { id: 'toastie', name: 'Cheese toastie', category: 'kitchen', price: 620 },
]

/** Customers the demo till has on file. */
export const demoCustomers = [
  { id: '1001', name: 'Ada' },
  { id: '1002', name: 'Ben' },
  { id: '1003', name: 'Chiara' },
] as const

const program: ProgramDraft = {
  name: 'Coffee card',
  slug: demoSlug,
  rules: {
    goal: 3,
    milestones: [
      {
        at: 3,
        reward: {
          title: 'Free coffee',
          kind: 'redeem_code',
          codeSource: 'minted',
          discount: {
            productIds: demoMenu.filter((item) => item.category === 'coffee').map((item) => item.id),
          },
          expiresAfterDays: 30,
          display: 'qr',
        },
      },
    ],
    earn: { kind: 'visit', stamps: 1, base: { includeTax: true }, multipliers: [] },
    debt: 'owed',
  },
}

type Deps = {
  /** The program of a join address; null when nobody has it. */
  findProgram(slug: string): Promise<{ merchantId: string; programId: string } | null>
  /** An active open till of the merchant; null when there is none. */
  findOpenTill(merchantId: string): Promise<{ id: string } | null>
  createMerchant: CreateMerchant
  createProgram: CreateProgram
  connectTill: ConnectTill
}

export type DemoShop = { merchantId: string; programId: string; tillId: string }

/**
 * The demo shop: found, or made. Idempotent; of several processes that start at once one makes it, because its slug
 * can be taken once. What a start left half made is finished or, where it has no slug yet, made anew.
 */
export async function ensureDemoShop(deps: Deps): Promise<DemoShop> {
  const known = (await deps.findProgram(demoSlug)) ?? (await makeProgram(deps))
  const till = await deps.findOpenTill(known.merchantId)
  return { ...known, tillId: till ? till.id : await makeTill(deps, known.merchantId) }
}

async function makeProgram(deps: Deps): Promise<{ merchantId: string; programId: string }> {
  const { merchant } = await deps.createMerchant({
    name: 'Harbour Street Coffee',
    country: 'IE',
    locale: 'en-IE',
    timeZone: 'Europe/Dublin',
    look: { background: '#12394a', foreground: '#ffffff', accent: '#ffb54a' },
  })
  await makeTill(deps, merchant.id)
  const made = await deps.createProgram(merchant.id, program)
  if (made.ok) return { merchantId: merchant.id, programId: made.program.id }
  const others = await deps.findProgram(demoSlug)
  if (!others) throw new Error(`the demo shop's address ${demoSlug} is taken, but leads nowhere`)
  return others
}

async function makeTill(deps: Deps, merchantId: string): Promise<string> {
  const made = await deps.connectTill(merchantId, { provider: 'open', name: 'Demo till' })
  if (!made.ok) throw new Error(`the demo till could not be connected: ${made.reason}`)
  return made.till.id
}

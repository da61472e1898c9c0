import { renewalTime } from '../domain/renewal-time.ts'
import type { Role } from '../domain/role.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodeRecords } from '../ports/codes.ts'
import type { Key } from '../ports/keys.ts'
import type { Merchants } from '../ports/merchants.ts'
import type { Programs } from '../ports/programs.ts'
import { ProviderError } from '../ports/provider-error.ts'
import type { ShopApp } from '../ports/shop-app.ts'
import type { InstalledShop, ShopInstalls } from '../ports/shop-installs.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { newId } from '../secrets/random-id.ts'
import type { ChangeMerchant } from './change-merchant.ts'

export type InstallShopDeps = {
  app: Pick<ShopApp, 'shopOf' | 'exchange' | 'isStoreOwner' | 'describe' | 'missingScopes'>
  installs: ShopInstalls
  merchants: Pick<Merchants, 'find' | 'learnCurrency'>
  programs: Pick<Programs, 'list'>
  changeMerchant: ChangeMerchant
  keyring: Pick<Keyring, 'newDataKey'>
  codes: Pick<CodeRecords, 'credentials'>
  /** Codes that open coupons already have must be made in the till, too. Idempotent. */
  onTillConnected(merchantId: string, tillId: string): Promise<void>
  now: Clock
  pause(ms: number): Promise<void>
}

export type OpenedShop = InstalledShop & {
  shop: string
  missingScopes: string[]
  /** Of this visitor. */
  role: Role
}

/**
 * Somebody opened the app in the shop's back office. A shop that is new becomes a merchant with its till; one that
 * removed the app is the same merchant again, with its old till and all cards. May be repeated: tokens are asked for
 * only where they are missing, dead, or lack a permission.
 * @param visit.locale language of the back office, for a merchant who is new
 * @throws ProviderError when the marketplace could not be asked
 */
export type InstallShop = (visit: {
  sessionToken: string
  locale: string
}) => Promise<{ ok: true; shop: OpenedShop } | { ok: false; reason: 'refused' | 'busy' }>

export function installShopWith(deps: InstallShopDeps): InstallShop {
  return async ({ sessionToken, locale }) => {
    const shop = await deps.app.shopOf(sessionToken)
    if (shop === null) return { ok: false, reason: 'refused' }
    const known = await proven(deps, shop)
    if (known && isGood(deps, known)) return opened(deps, { shop, sessionToken }, known)
    const till = known?.till ?? (await addShop(deps, shop, locale)).till
    const done = await connect(deps, { shop, till, sessionToken })
    if (done !== 'connected') return { ok: false, reason: done }
    const now = await deps.installs.find(shop)
    return now ? opened(deps, { shop, sessionToken }, now) : { ok: false, reason: 'busy' }
  }
}

const isGood = ({ app }: InstallShopDeps, known: InstalledShop): boolean =>
  known.state === 'active' &&
  known.token === 'renewed' &&
  known.signInSince === null &&
  app.missingScopes(known.scopes).length === 0

async function opened(
  deps: InstallShopDeps,
  { shop, sessionToken }: Pick<Visit, 'shop' | 'sessionToken'>,
  known: InstalledShop,
): ReturnType<InstallShop> {
  const role = await roleOf(deps, { shop, sessionToken, till: known.till })
  if (role === null) return { ok: false, reason: 'refused' }
  return { ok: true, shop: { ...known, shop, role, missingScopes: deps.app.missingScopes(known.scopes) } }
}

/**
 * The store's owner is an owner here; whomever else the marketplace lets open the app, a manager. While there is no
 * program yet, whoever came must be able to set the shop up: often they who were asked to install the app.
 */
async function roleOf({ app, programs }: InstallShopDeps, visit: Visit): Promise<Role | null> {
  const storeOwner = await app.isStoreOwner(visit.shop, visit.sessionToken)
  if (storeOwner === null) return null
  if (storeOwner) return 'owner'
  const [program] = await programs.list(visit.till.merchantId, { after: null, limit: 1 })
  return program ? 'manager' : 'owner'
}

/**
 * The shop's till, if it is rightly somebody's. A token that was typed in proves it by working: whoever claimed a shop
 * with an invented one must not get the orders of those who install the app there.
 */
async function proven(deps: InstallShopDeps, shop: string): Promise<InstalledShop | null> {
  const known = await deps.installs.find(shop)
  if (!known || known.proven) return known
  // A visit that was cut short left the rows without a token.
  if (known.token === 'none' && known.state === 'active') return known
  const credentials = await deps.codes.credentials(known.till)
  try {
    if (credentials?.provider === 'shopify') {
      await deps.app.describe(shop, credentials.accessToken)
      return known
    }
  } catch (error) {
    if (!(error instanceof ProviderError && error.unauthorized)) throw error
  }
  await deps.installs.leave(shop, known.till)
  // Another visit at the same time may have taken it up.
  return deps.installs.find(shop)
}

/** First the rows, then the token: a process that dies in between leaves a shop that the next visit completes. */
function addShop({ installs, keyring, now }: InstallShopDeps, shop: string, locale: string) {
  const at = now()
  const merchantId = newId(at)
  const merchant = {
    ...{ id: merchantId, name: shop, country: null, locale, timeZone: 'UTC', look: null, createdAt: at },
    dataKey: keyring.newDataKey(merchantId),
  }
  const till = { merchantId, id: newId(at), provider: 'shopify', name: shop, externalId: shop } as const
  return installs.add(merchant, { ...till, state: 'active', createdAt: at })
}

const longestWaitMs = 10_000
const lookEveryMs = 200

type Visit = { shop: string; till: Key; sessionToken: string }

async function connect(deps: InstallShopDeps, visit: Visit): Promise<'connected' | 'refused' | 'busy'> {
  const until = deps.now() + longestWaitMs
  do {
    const claim = await deps.installs.claim(visit.till)
    if (claim) return exchange(deps, visit, { till: visit.till, ...claim })
    await deps.pause(lookEveryMs)
    const known = await deps.installs.find(visit.shop)
    if (known && isGood(deps, known)) return 'connected'
  } while (deps.now() < until)
  return 'busy'
}

async function exchange(
  deps: InstallShopDeps,
  { shop, till, sessionToken }: Visit,
  claim: { till: Key; holder: string },
): Promise<'connected' | 'refused' | 'busy'> {
  const { app, installs, now } = deps
  try {
    // Between the look and the claim another visit may have been done: exchanging again would end its token.
    const known = await installs.find(shop)
    if (known && isGood(deps, known)) return 'connected'
    const tokens = await app.exchange(shop, sessionToken)
    if (!tokens) return 'refused'
    if (!(await installs.connected(claim, tokens, renewalTime(tokens, now())))) return 'busy'
    await describeMerchant(deps, shop, till.merchantId, tokens.accessToken)
  } finally {
    await installs.release(claim)
  }
  await deps.onTillConnected(till.merchantId, till.id)
  return 'connected'
}

/** A merchant who still has the shop's address for a name gets what the shop says; what somebody changed stays. */
async function describeMerchant(
  { app, merchants, changeMerchant }: InstallShopDeps,
  shop: string,
  merchantId: string,
  accessToken: string,
): Promise<void> {
  const merchant = await merchants.find(merchantId)
  if (!merchant || (merchant.name !== shop && merchant.currency)) return
  const { name, country, timeZone, currency } = await app.describe(shop, accessToken)
  await merchants.learnCurrency(merchantId, currency)
  if (merchant.name !== shop) return
  const locale = merchant.locale.includes('-') || !country ? merchant.locale : `${merchant.locale}-${country}`
  const changed = await changeMerchant(merchantId, { name, country, timeZone, locale })
  // A name that no wallet would show stays out; its owner finds another one in the console.
  if (!changed.ok && changed.reason === 'bad-design') await changeMerchant(merchantId, { country, timeZone })
}

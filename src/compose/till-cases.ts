import type { ConnectTill } from '../app/connect-till.ts'
import type { CreateMerchant } from '../app/create-merchant.ts'
import { disconnectTillWith } from '../app/disconnect-till.ts'
import { finishSignInWith, startSignInWith } from '../app/sign-in-at-till.ts'
import { languages } from '../messages/messages.ts'
import type { Locations } from '../ports/locations.ts'
import type { SellerOwner } from '../ports/till-sign-in.ts'
import type { Tills } from '../ports/tills.ts'
import type { Directory } from '../store/directory.ts'
import { createMerchants } from '../store/merchants.ts'
import { createSignInStarts } from '../store/sign-in-starts.ts'
import type { Core } from './core.ts'

type Deps = {
  core: Core
  tills: Tills
  locations: Locations
  directory: Directory
  connectTill: ConnectTill
  createMerchant: CreateMerchant
}

/** Connecting a till at its own sign-in page, and ending the connection. */
export function assembleTillCases({ core, tills, directory, ...deps }: Deps) {
  const { platform, tills: systems } = core
  const now = platform.clock
  const signIn = systems.squareSignIn
  const starts = createSignInStarts(platform.database.pool)
  const ownerOf: SellerOwner = async (_provider, sellerId) => {
    const entry = await directory.find('square-merchant', sellerId)
    const till = entry && (await tills.find(entry.merchantId, entry.targetId))
    return till && { merchantId: till.merchantId, tillId: till.id, inUse: till.state === 'active' }
  }
  const signInOf = (provider: string) => (provider === 'square' ? signIn : null)
  return {
    disconnectTill: disconnectTillWith({ tills, signInOf, now }),
    /** Null while Square's application is not configured. */
    squareSignIn: signIn && {
      start: startSignInWith({ starts, signIn, now }),
      finish: finishSignInWith({
        ...deps,
        starts,
        signIn,
        now,
        merchants: createMerchants(platform.database, now),
        ownerOf,
        locales: Object.keys(languages),
      }),
    },
  }
}

import { addStampsWith } from '../../../src/app/add-stamps.ts'
import { revokeCouponWith } from '../../../src/app/end-coupon.ts'
import { eraseCardWith } from '../../../src/app/erase-card.ts'
import { linkCustomerWith } from '../../../src/app/link-customer.ts'
import { readCardTraceWith } from '../../../src/app/read-card-trace.ts'
import { unlinkCustomerWith } from '../../../src/app/unlink-customer.ts'
import { cardUseCases } from '../../../src/compose/card-use-cases.ts'
import { couponUseCases } from '../../../src/compose/coupon-use-cases.ts'
import { assemblePurchaseCases } from '../../../src/compose/purchase-cases.ts'
import type { CertificateState } from '../../../src/ports/certificates.ts'
import type { Keyring } from '../../../src/secrets/keyring.ts'
import { newId, newRedeemCode } from '../../../src/secrets/random-id.ts'
import { createAlerts } from '../../../src/store/alerts.ts'
import { createCardLinks } from '../../../src/store/card-links.ts'
import { createCardTraces } from '../../../src/store/card-traces.ts'
import { createCardsRead } from '../../../src/store/cards-read.ts'
import { createCodePools } from '../../../src/store/code-pools.ts'
import { createCodeWatch } from '../../../src/store/code-watch.ts'
import { createFiguresBook } from '../../../src/store/console-figures.ts'
import type { Database } from '../../../src/store/database.ts'
import { createCardStore } from '../../../src/store/hot/card-store.ts'
import { createLocations } from '../../../src/store/locations.ts'
import { createMerchants } from '../../../src/store/merchants.ts'
import { createPrivacyRequests } from '../../../src/store/privacy-requests.ts'
import { createTills } from '../../../src/store/tills.ts'

/** What the overview is told of; tests put some in and take them out again. */
export const dayCertificates: CertificateState[] = []

/** What the console's everyday rooms do, on a real database; nobody is told that there is work for the jobs. */
export function dayCases(database: Database, keyring: Keyring, clock: () => number) {
  const { pool } = database
  const merchants = createMerchants(database, clock)
  const cards = createCardsRead(database)
  const tills = createTills(database)
  const pools = createCodePools(database)
  const links = createCardLinks(database)
  const cardDeps = { store: createCardStore(pool, clock), clock, newId, newCode: newRedeemCode }
  const hinted = <Input, Result>(useCase: (input: Input) => Promise<Result>) => useCase
  const purchases = assemblePurchaseCases(cardDeps, () => undefined)
  return {
    ...purchases,
    ...cardUseCases({ database, keyring, merchants, cards, cardDeps, hinted }),
    ...couponUseCases({ pool, pools, cardDeps, hinted }),
    tills,
    addStamps: addStampsWith(cardDeps),
    revokeCoupon: revokeCouponWith(cardDeps),
    eraseCard: eraseCardWith(cardDeps),
    linkCustomer: linkCustomerWith({ cards, tills, links, takeUpOrders: purchases.takeUpOrders, now: clock }),
    unlinkCustomer: unlinkCustomerWith({ links }),
    readCardTrace: readCardTraceWith({
      cards,
      cardTraces: createCardTraces(pool),
      locations: createLocations(database),
    }),
    codeWatch: createCodeWatch(pool, clock),
    alerts: createAlerts(database, clock),
    pools,
    privacyRequests: createPrivacyRequests(pool),
    cards,
    figures: createFiguresBook(pool, clock),
    certificates: () => dayCertificates,
  }
}

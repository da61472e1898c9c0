import { previewPass } from '../../../adapters/apple-wallet/preview-pass.ts'
import { previewObject } from '../../../adapters/google-wallet/preview-object.ts'
import { changeMerchantWith } from '../../../src/app/change-merchant.ts'
import { createProgramWith } from '../../../src/app/create-program.ts'
import { previewCardWith } from '../../../src/app/preview-card.ts'
import { replayProgramWith } from '../../../src/app/replay-program.ts'
import { updateProgramWith } from '../../../src/app/update-program.ts'
import { checkRules } from '../../../src/http/api/program-rules.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import { createCardsRead } from '../../../src/store/cards-read.ts'
import type { Database } from '../../../src/store/database.ts'
import { createLooks } from '../../../src/store/looks.ts'
import { createMerchants } from '../../../src/store/merchants.ts'
import { createPastOrders } from '../../../src/store/past-orders.ts'
import { createMerchantPictures } from '../../../src/store/pictures.ts'
import { createPrograms } from '../../../src/store/programs.ts'

/** What the programs' room and the set-up work with, as the real assembly has it. */
export function programCases(database: Database, now: Clock) {
  const merchants = createMerchants(database, now)
  const programs = createPrograms(database)
  const lookOf = createLooks(database.pool)
  const pastOrders = createPastOrders(database.pool)
  return {
    merchants,
    programs,
    cards: createCardsRead(database),
    changeMerchant: changeMerchantWith({ merchants, programs }),
    createProgram: createProgramWith({ programs, now }),
    updateProgram: updateProgramWith({ programs, now }, checkRules),
    replayProgram: replayProgramWith({ programs, pastOrders, now }, checkRules),
    pictures: createMerchantPictures(database.pool, now),
    lookOf,
    previewCard: previewCardWith({
      merchants,
      lookOf,
      previews: { apple: previewPass, google: previewObject },
    }),
  }
}

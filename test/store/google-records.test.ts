import { afterAll, beforeAll } from 'vitest'
import { createCallLane } from '../../src/store/call-lane.ts'
import { createGoogleRecords } from '../../src/store/google-records.ts'
import { callLaneContract } from '../contract/call-lane.contract.ts'
import { googleRecordsContract } from '../contract/google-records.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'google records',
  (name) => {
    let setting: Setting
    const clock = { now: 1_780_000_000_000 }
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())
    googleRecordsContract(
      () => createGoogleRecords({ pool: setting.database.pool, clock: () => clock.now }),
      clock,
    )
    callLaneContract(() => createCallLane(setting.database.pool, 'google-wallet/1'))
  },
  ['embedded', 'postgres'],
)
